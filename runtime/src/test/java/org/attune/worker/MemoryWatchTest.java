package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.attune.machine.Machines;
import org.attune.spec.Resources;
import org.attune.study.Cause;
import org.attune.trial.Program;
import org.attune.trial.python.NeedsPython;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsPython
class MemoryWatchTest {
    private static final long MB = 1_000_000;

    /** Holds 100 MB, says so, and does no more. */
    private static final String HOLD =
            "held = bytearray(b'x' * 100_000_000); print('holding', flush=True); import time; time.sleep(1000)";

    private final MemoryWatch watch = new MemoryWatch(Duration.ofMillis(50));
    private final List<Long> found = new CopyOnWriteArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        watch.close();
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** In a session of its own; returns when it has said {@code lines} lines. */
    private Process python(String program, int lines) throws IOException {
        Process process = new ProcessBuilder("setsid", "python3", "-c", program)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream()));
        for (int i = 0; i < lines; i++) {
            assertThat(said.readLine()).isEqualTo("holding");
        }
        return process;
    }

    private void watch(Process process, long limit) {
        watch.add(process.pid(), limit, (bytes, of) -> found.add(bytes));
    }

    private void isFound(long least, long most) {
        await().atMost(Head.LIMIT).until(() -> !found.isEmpty());
        assertThat(found).hasSize(1);
        assertThat(found.get(0)).isBetween(least, most);
    }

    private void isNotFound() {
        await().during(Duration.ofMillis(500)).until(found::isEmpty);
    }

    @Test
    void aProcessOverItsLimitIsFoundOnce() throws Exception {
        watch(python(HOLD, 1), 80 * MB);
        isFound(100 * MB, 200 * MB);
        await().during(Duration.ofMillis(300)).until(() -> found.size() == 1);
    }

    @Test
    void aProcessWithinItsLimitIsLeftAlone() throws Exception {
        watch(python(HOLD, 1), 200 * MB);
        isNotFound();
    }

    @Test
    void whatItsChildrenAndTheirsUseCounts() throws Exception {
        String grandchild = "import subprocess, sys; subprocess.run([sys.executable, '-c', "
                + "'import subprocess, sys; subprocess.run([sys.executable, \"-c\", sys.argv[1]])', sys.argv[1]])";
        Process process = new ProcessBuilder("setsid", "python3", "-c", grandchild, HOLD).start();
        processes.add(process);
        new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
        watch(process, 80 * MB);
        isFound(100 * MB, 200 * MB);
    }

    @Test
    void aChildThatLeftTheSessionCountsToo() throws Exception {
        watch(
                python(
                        "import subprocess, sys; subprocess.run([sys.executable, '-c', \"\"\"" + HOLD
                                + "\"\"\"], start_new_session=True)",
                        1),
                80 * MB);
        isFound(100 * MB, 200 * MB);
    }

    @Test
    void pagesThatForkedProcessesShareCountOnce() throws Exception {
        String shared = "held = bytearray(b'x' * 100_000_000); import os, time\n"
                + "[os.fork() for i in range(2)]; os.write(1, b'holding\\n'); time.sleep(1000)";
        Process process = python(shared, 4);
        long resident = ProcessMemory.all().values().stream()
                .filter(one -> one.session() == process.pid())
                .mapToLong(ProcessMemory::resident)
                .sum();
        assertThat(resident).isGreaterThan(400 * MB);
        watch(process, 200 * MB);
        isNotFound();
    }

    @Test
    void whatGrowsAfterItWasMeasuredIsFound() throws Exception {
        String growing = "held = bytearray(b'x' * 100_000_000); import os, sys, time\n"
                + "child = os.fork(); os.write(1, b'holding\\n')\n"
                + "if child: sys.stdin.readline(); more = bytearray(b'x' * 100_000_000)\n"
                + "time.sleep(1000)";
        Process process = python(growing, 2);
        watch(process, 150 * MB);
        isNotFound();
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        isFound(150 * MB, 300 * MB);
    }

    @Test
    void nothingRunsWhereNothingIsWatched() throws Exception {
        await().atMost(Head.LIMIT).until(() -> !isThreadThere());
        Process process = python(HOLD, 1);
        watch(process, 1000 * MB);
        await().atMost(Head.LIMIT).until(MemoryWatchTest::isThreadThere);
        watch.remove(process.pid());
        watch(process, 1);
        watch.remove(process.pid());
        isNotFound();
    }

    private static boolean isThreadThere() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.isAlive() && thread.getName().equals("attune-memory"));
    }

    @Test
    void aTrialOverItsMemoryIsEndedAndToldSo(@TempDir Path folder) {
        Program program =
                Workers.program(List.of("python3", "-c", HOLD.replace("{", "{{").replace("}", "}}")), Optional.empty());
        Resources resources = new Resources(1, 0, OptionalLong.of(50 * MB));
        try (TrialRunner worker =
                Workers.worker(program, folder, folder.resolve("results"), Workers.GRACE, resources, Machines.of(3))) {
            Head head = Head.lettingAllGoOn(worker);
            worker.execute(TrialRunnerContract.start(0));
            Signal.AttemptOver end = head.awaitEnd(0);
            assertThat(end.cause()).isEqualTo(Cause.OUT_OF_MEMORY);
            assertThat(end.message()).matches("it used \\d+ MB, over its limit of 50 MB \\(resources.memory\\)");
            assertThat(end.exit()).hasValue(143);
        }
    }
}
