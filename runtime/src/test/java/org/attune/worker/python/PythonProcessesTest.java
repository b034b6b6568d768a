package org.attune.worker.python;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.attune.machine.Machine;
import org.attune.task.code.CodeFolder;
import org.attune.text.Json;
import org.attune.trial.python.Interpreter;
import org.attune.wire.Callee;
import org.attune.wire.Task;
import org.attune.wire.TaskResult;
import org.attune.wire.TaskResult.End;
import org.attune.wire.TaskShape;
import org.attune.worker.task.TaskRunner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PythonProcessesTest {
    private static final String HASH = "a".repeat(64);
    private static final TaskShape SHAPE = new TaskShape("python", Map.of("cpu", 2.0), Map.of(), 0, 0, false);
    private static final String FUNCTIONS = """
            import os, signal, sys, threading, time

            def double(x): return "twice %d" % (2 * x)
            def fail(x): raise KeyError("no %d" % x)
            def die(x): os.kill(os.getpid(), signal.SIGSEGV)
            def die_or_not(x):
                if x == 1:
                    die(x)
                return "alive"
            def leave(x): os._exit(3)
            def process(x): return "pid %d." % os.getpid()
            def threads(x): return "threads " + os.environ["OMP_NUM_THREADS"] + ", trial " + str(os.environ.get("ATTUNE_TRIAL"))
            def sleep(x): time.sleep(600)
            def sleep_or_not(x):
                if x == 1:
                    time.sleep(600)
                return "awake"
            def child(x):
                if os.fork() == 0:
                    time.sleep(600)
                return "parent"
            def say(x): print("one\\ntwo", file=sys.stderr, end="")
            def shout(x):
                for i in range(50_000): print("line", i)
                print("last")
            def finish_and_tell(x):
                if x > 0:
                    threading.Timer(0.2, open, ("finished", "w")).start()
            def garbage(x): os.write(4, b"x" * 30)
            """;

    @TempDir
    Path folder;

    private PythonProcesses processes;
    private CodeFolder code;
    private final List<PythonProcesses.Printing> printed = new CopyOnWriteArrayList<>();

    /** What was told of each task. */
    private static final class Told implements TaskRunner.Ends {
        private final List<Long> began = new CopyOnWriteArrayList<>();
        private final List<TaskResult> ended = new CopyOnWriteArrayList<>();

        @Override
        public void began(long task) {
            began.add(task);
        }

        @Override
        public void ended(TaskResult result) {
            ended.add(result);
        }

        private TaskResult of(long id) {
            return ended.stream()
                    .filter(result -> result.id() == id)
                    .findFirst()
                    .orElseThrow();
        }

        private String text(long id) {
            return new String(of(id).body(), ISO_8859_1);
        }

        private List<End> ends() {
            Map<Long, End> sorted = new TreeMap<>();
            ended.forEach(
                    result -> assertThat(sorted.put(result.id(), result.end())).isNull());
            return new ArrayList<>(sorted.values());
        }
    }

    @BeforeEach
    void hasFunctionsAndASession() throws Exception {
        Files.writeString(folder.resolve("functions.py"), FUNCTIONS);
        code = new CodeFolder(folder.resolve("code"));
        Files.createDirectories(code.path(HASH).getParent());
        settings(Interpreter.find(System.getenv()).version());
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.put("ATTUNE_CACHE", folder.resolve("cache").toString());
        environment.remove("OMP_NUM_THREADS");
        processes = new PythonProcesses(
                () -> "n1", environment, Machine.here(environment, false).gpus(), folder, 2, printed::add);
    }

    private void settings(String version) throws Exception {
        String[] parts = version.split("\\.");
        Files.writeString(
                code.path(HASH),
                Json.text(Map.of(
                        "version",
                        List.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])),
                        "python",
                        "/home/of/the/driver/python",
                        "folder",
                        folder.toString(),
                        "path",
                        List.of(folder.toString()),
                        "preload",
                        List.of(),
                        "prints",
                        true)));
    }

    @AfterEach
    void ends() {
        processes.close();
    }

    private TaskRunner slot() {
        return processes.open("s1", SHAPE, List.of(), code);
    }

    private Told run(TaskRunner runner, String function, int... arguments) {
        Told told = new Told();
        run(runner, function, told, arguments);
        return told;
    }

    private void run(TaskRunner runner, String function, Told told, int... arguments) {
        runner.run(callee(function), calls(arguments), told);
    }

    private static Callee callee(String function) {
        return new Callee(List.of(HASH), ("functions:" + function).getBytes(UTF_8), "");
    }

    /** With the numbers 1, 2, ... */
    private static List<Task> calls(int... arguments) {
        List<Task> tasks = new ArrayList<>();
        for (int argument : arguments) {
            byte[] pickled = {(byte) 0x80, 5, 'K', (byte) argument, (byte) 0x85, '}', (byte) 0x86, '.'};
            tasks.add(new Task(tasks.size() + 1, pickled));
        }
        return tasks;
    }

    private CompletableFuture<Told> inBackground(TaskRunner runner, String function, Told told, int... arguments) {
        return CompletableFuture.supplyAsync(() -> {
            run(runner, function, told, arguments);
            return told;
        });
    }

    @Test
    void callsReturnTheirResults() {
        Told told = run(slot(), "double", 3, 4, 5);
        assertThat(told.ends()).containsOnly(End.VALUE);
        assertThat(told.began).containsExactly(1L, 2L, 3L);
        assertThat(told.text(1)).contains("twice 6");
        assertThat(told.text(3)).contains("twice 10");
    }

    @Test
    void anExceptionComesWithItsTraceback() {
        Told told = run(slot(), "fail", 3);
        assertThat(told.ends()).containsExactly(End.ERROR);
        assertThat(told.text(1)).contains("KeyError", "no 3", "functions.py", "Traceback");
    }

    @Test
    void aProcessThatDiesCostsTheCallThatRan() {
        TaskRunner slot = slot();
        Told told = run(slot, "die", 1, 2);
        assertThat(told.ends()).containsExactly(End.LOST, End.LOST);
        assertThat(told.text(1)).contains("signal SEGV");
        assertThat(run(slot, "leave", 1).text(1)).contains("exit 3");
        assertThat(run(slot, "double", 3).text(1)).contains("twice 6");
    }

    @Test
    void whatAFunctionWritesIntoThePipeCostsItsProcess() {
        TaskRunner slot = slot();
        assertThat(run(slot, "garbage", 1).ends()).containsExactly(End.LOST);
        assertThat(run(slot, "double", 3).text(1)).contains("twice 6");
    }

    @Test
    void aSlotKeepsItsProcess() {
        TaskRunner slot = slot();
        assertThat(run(slot, "process", 1).text(1))
                .isEqualTo(run(slot, "process", 1).text(1));
    }

    @Test
    void aSlotThatIsGivenBackLeavesItsProcessToTheNext() {
        TaskRunner slot = slot();
        String process = run(slot, "process", 1).text(1);
        slot.close();
        assertThat(run(slot(), "process", 1).text(1)).isEqualTo(process);
    }

    @Test
    void aFunctionSeesItsShareAndIsNoTrial() {
        assertThat(run(slot(), "threads", 1).text(1)).contains("threads 2, trial None");
    }

    @Test
    void aCancelledCallEndsWithItsProcess() throws Exception {
        TaskRunner slot = slot();
        Told told = new Told();
        CompletableFuture<Told> running = inBackground(slot, "sleep", told, 1);
        await().atMost(1, TimeUnit.MINUTES).until(() -> told.began.contains(1L));
        slot.cancel(2);
        slot.cancel(1);
        assertThat(running.get(1, TimeUnit.MINUTES).ends()).containsExactly(End.CANCELLED);
        assertThat(run(slot, "double", 3).text(1)).contains("twice 6");
    }

    @Test
    void aProcessThatIsThereBeginsWithoutAThreadThatWaitsForIt() throws Exception {
        TaskRunner slot = slot();
        assertThat(slot.begin(callee("double"), calls(1), new Told(), () -> {})).isFalse();
        run(slot, "double", 1);
        Told told = new Told();
        CompletableFuture<Void> over = new CompletableFuture<>();
        assertThat(slot.begin(callee("double"), calls(3, 4), told, () -> over.complete(null)))
                .isTrue();
        over.get(1, TimeUnit.MINUTES);
        assertThat(told.ends()).containsExactly(End.VALUE, End.VALUE);
        assertThat(told.began).containsExactly(1L, 2L);
    }

    /** Its result is on its way when it is cancelled: what comes next is not for the process that was killed. */
    @Test
    void aCallThatIsCancelledWhenItIsOverCostsNoOther() throws Exception {
        TaskRunner slot = slot();
        run(slot, "double", 1);
        List<End> ends = new CopyOnWriteArrayList<>();
        CompletableFuture<Boolean> next = new CompletableFuture<>();
        TaskRunner.Ends told = new TaskRunner.Ends() {
            @Override
            public void began(long task) {}

            @Override
            public void ended(TaskResult result) {
                ends.add(result.end());
                if (result.id() == 1) {
                    await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(folder.resolve("finished")));
                    slot.cancel(2);
                }
            }
        };
        slot.begin(
                callee("finish_and_tell"),
                calls(0, 1),
                told,
                () -> next.complete(slot.begin(callee("double"), calls(3), new Told(), () -> {})));
        assertThat(next.get(1, TimeUnit.MINUTES)).isFalse();
        assertThat(ends).containsExactly(End.VALUE, End.VALUE);
        assertThat(run(slot, "double", 3).text(1)).contains("twice 6");
    }

    @Test
    void whatBeganInAProcessThatDiesGoesOnInAnother() throws Exception {
        TaskRunner slot = slot();
        run(slot, "double", 1);
        Told told = new Told();
        CompletableFuture<Void> over = new CompletableFuture<>();
        slot.begin(callee("die_or_not"), calls(1, 0), told, () -> over.complete(null));
        over.get(1, TimeUnit.MINUTES);
        assertThat(told.ends()).containsExactly(End.LOST, End.VALUE);
        assertThat(told.text(1)).contains("signal SEGV");
    }

    @Test
    void whatWaitsBehindALongCallIsReturned() throws Exception {
        TaskRunner slot = slot();
        Told told = new Told();
        CompletableFuture<Told> running = inBackground(slot, "sleep_or_not", told, 0, 1, 0, 0);
        await().atMost(Duration.ofMinutes(1)).until(() -> told.ended.size() == 3);
        assertThat(told.ends()).containsExactly(End.VALUE, End.RETURNED, End.RETURNED);
        assertThat(told.began).containsExactly(1L, 2L);
        slot.cancel(2);
        running.get(1, TimeUnit.MINUTES);
    }

    @Test
    void aSlotThatIsClosedEndsWhatRuns() throws Exception {
        TaskRunner slot = slot();
        Told told = new Told();
        CompletableFuture<Told> running = inBackground(slot, "sleep", told, 1, 2);
        await().atMost(1, TimeUnit.MINUTES).until(() -> told.began.contains(1L));
        slot.close();
        assertThat(running.get(1, TimeUnit.MINUTES).ended).hasSize(2);
    }

    @Test
    void nothingOfASessionIsLeftAfterItsEnd() {
        TaskRunner slot = slot();
        String text = run(slot, "child", 1).text(1);
        assertThat(text).contains("parent");
        long pid = Long.parseLong(run(slot, "process", 1).text(1).replaceAll("(?s).*pid (\\d+)\\..*", "$1"));
        processes.ended("s1");
        await().atMost(Duration.ofMinutes(1)).until(() -> group(pid).isEmpty());
    }

    private static List<String> group(long leader) throws Exception {
        Process ps = new ProcessBuilder("ps", "-o", "pid=", "-g", Long.toString(leader)).start();
        return new String(ps.getInputStream().readAllBytes(), UTF_8).lines().toList();
    }

    private String printed() {
        return printed.stream().map(one -> new String(one.lines(), UTF_8)).collect(joining());
    }

    @Test
    void whatIsPrintedIsToldWithWhereItComesFrom() {
        run(slot(), "say", 1);
        await().atMost(1, TimeUnit.MINUTES).until(() -> printed().contains("one\n"));
        assertThat(printed()).matches("\\(n1 pid=\\d+\\) one\n");
        processes.ended("s1");
        await().atMost(1, TimeUnit.MINUTES).until(() -> printed().contains("two\n"));
        assertThat(printed.get(0).session()).isEqualTo("s1");
    }

    @Test
    void whoPrintsTooMuchIsCutShort() {
        TaskRunner slot = slot();
        run(slot, "shout", 1);
        processes.ended("s1");
        await().atMost(1, TimeUnit.MINUTES).until(() -> printed().contains("lines were left out"));
    }

    @Test
    void processesAreReadyAheadForAsManyTasksAsFit() throws Exception {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        processes.warmUp("s1", SHAPE, Files.readAllBytes(code.path(HASH)), () -> ready.complete(null));
        ready.get(1, TimeUnit.MINUTES);
        assertThat(run(slot(), "double", 3).text(1)).contains("twice 6");
    }

    @Test
    void anotherVersionOfPythonIsRefusedWithBothNamed() throws Exception {
        settings("3.1.4");
        Told told = run(slot(), "double", 3);
        assertThat(told.ends()).containsExactly(End.ERROR);
        assertThat(told.text(1)).contains("n1 has Python 3.", "runs Python 3.1 (/home/of/the/driver/python)");
    }

    @Test
    void aFunctionThatIsNotThereIsNamed() {
        assertThat(run(slot(), "missing", 3).text(1)).contains("there is no function missing in", "functions.py of n1");
    }
}
