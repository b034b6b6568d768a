package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        return running(program);
    }

    /** Has read so much of a file that it has mapped. */
    private Process mapping(Path file) throws IOException {
        return running("import mmap, sys; file = open('" + file + "', 'rb')\n"
                + "held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ); held[::4096]; print(flush=True)\n"
                + "sys.stdin.read()");
    }

    private Process running(String program) throws IOException {
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
    void nobodyElseIsToBlameBeforeTheOneThatWasFoundIsGone() throws IOException {
        guard(150 * MB);
        Process large = holding(120);
        watch(holding(30), "small");
        watch(large, "large");
        await().atMost(Head.LIMIT).until(() -> found.equals(List.of("large of 2")));
        watch(holding(140), "next");
        await().during(Duration.ofMillis(500)).until(() -> found.equals(List.of("large of 2")));
        guard.remove(large.pid());
        await().atMost(Head.LIMIT).until(() -> found.equals(List.of("large of 2", "next of 2")));
    }

    @Test
    void pagesOfFilesAreTakenFromNobody(@TempDir Path folder) throws IOException {
        assumeTrue(Files.readString(Path.of("/proc/self/smaps_rollup")).contains("Pss_Anon"));
        assumeFalse(Files.getFileStore(folder).type().equals("tmpfs"));
        Path file = Files.write(folder.resolve("data"), new byte[(int) (150 * MB)]);
        guard(150 * MB);
        watch(holding(1), "small");
        watch(mapping(file), "mapped");
        await().during(Duration.ofMillis(500)).until(found::isEmpty);
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
