package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@NeedsPython
class MemoryGuardTest {
    private static final long MB = 1_000_000;

    private final List<String> found = new CopyOnWriteArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private MemoryGuard guard;

    @AfterEach
    void end() {
        guard.close();
        processes.forEach(Process::destroyForcibly);
    }

    /** Holds so much, and ten megabytes more for each line that it reads. */
    private Process holding(int megabytes) throws IOException {
        String program = "import sys; held = [bytearray(b'x' * " + megabytes * MB + ")]; print(flush=True)\n"
                + "for line in sys.stdin: held.append(bytearray(b'x' * 10_000_000)); print(flush=True)";
        Process process = new ProcessBuilder("setsid", "python3", "-c", program)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        said(process);
        return process;
    }

    private static void said(Process process) throws IOException {
        assertThat(new BufferedReader(new InputStreamReader(process.getInputStream())).readLine())
                .isNotNull();
    }

    private void watch(Process process, String name) {
        guard.add(process.pid(), (bytes, limit, attempts) -> found.add(name + " of " + attempts));
    }

    /** Without what this process uses. */
    private void guard(long limit) {
        guard = new MemoryGuard(0, limit, Duration.ofMillis(50));
    }

    @Test
    void theOneThatTakesTheMemoryOfAllIsFoundOnceAndTheOthersAreNot() throws IOException {
        Process large = holding(100);
        guard(250 * MB);
        watch(holding(20), "small");
        watch(large, "large");
        watch(holding(20), "small");
        await().during(Duration.ofMillis(300)).until(found::isEmpty);
        for (int more = 0; more < 12; more++) {
            large.getOutputStream().write('\n');
            large.getOutputStream().flush();
            said(large);
        }
        await().atMost(Head.LIMIT).until(() -> !found.isEmpty());
        await().during(Duration.ofMillis(300)).until(() -> found.equals(List.of("large of 3")));
    }

    @Test
    void oneThatIsAloneIsLeftToTheSystem() throws IOException {
        guard(50 * MB);
        Process small = holding(1);
        watch(small, "small");
        guard.remove(small.pid());
        watch(holding(100), "large");
        await().during(Duration.ofMillis(300)).until(found::isEmpty);
    }
}
