package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.attune.local.LocalRunner;
import org.attune.machine.Machine;
import org.attune.machine.Machines;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecReader;
import org.attune.study.Cause;
import org.attune.tuner.JavaTrainable;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a study on this machine gets that one on a cluster does not, and the other way round. */
class LocalRunnerTest {
    private static final Machine MACHINE =
            Machines.of(Machines.cpus(2, 2, 1), List.of("GPU-a", "GPU-b"), 8_000_000_000L, 100_000);

    @TempDir
    Path folder;

    private LocalRunner runner;

    @AfterEach
    void close() {
        if (runner != null) {
            runner.close();
        }
    }

    private Path results() {
        return folder.resolve("results");
    }

    private LocalRunner open(StudySpec spec, Map<String, String> more) throws Exception {
        runner = LocalRunner.of(spec, folder, List.of(), results(), Workers.environmentWith(more), MACHINE, line -> {});
        return runner;
    }

    private StudySpec shell(String script, String... more) {
        return StudySpecReader.read("""
                study: demo
                objective: {metric: loss, mode: min}
                space: {lr: {type: float, low: 0.01, high: 1}}
                trials: 4
                trainable: {command: [sh, -c, '%s']}
                %s
                """.formatted(script, String.join("\n", more)), "demo");
    }

    private String printed(StudySpec spec, Map<String, String> more) throws Exception {
        Head head = Head.lettingAllGoOn(open(spec, more));
        runner.execute(TrialRunnerContract.start(0));
        head.awaitEnd(0);
        return Workers.output(results(), 0);
    }

    @Test
    void trialsGetTheEnvironmentAsItIs() throws Exception {
        assertThat(printed(shell("echo $ATTUNE_CLUSTER"), Map.of("ATTUNE_CLUSTER", "/some/cluster")))
                .isEqualTo("/some/cluster\n");
    }

    @Test
    void trialsThatAskForNoDeviceSeeWhatAttuneSees() throws Exception {
        assertThat(printed(shell("echo $CUDA_VISIBLE_DEVICES"), Map.of("CUDA_VISIBLE_DEVICES", "GPU-a,GPU-b")))
                .isEqualTo("GPU-a,GPU-b\n");
    }

    @Test
    void devicesAreHandedOutOneByOne() throws Exception {
        open(shell("echo $CUDA_VISIBLE_DEVICES; exec sleep 1000", "resources: {gpu: 1}"), Map.of());
        Head head = Head.lettingAllGoOn(runner);
        for (int trial = 0; trial < 2; trial++) {
            assertThat(runner.reserve()).hasValue("local");
            runner.execute(TrialRunnerContract.start(trial));
        }
        assertThat(runner.reserve()).isEmpty();
        await().atMost(Head.LIMIT)
                .until(() -> Workers.output(results(), 0).equals("GPU-a\n")
                        && Workers.output(results(), 1).equals("GPU-b\n"));
        assertThat(head.ends()).isEmpty();
    }

    @Test
    void whatCannotBePreparedIsToldAtOnceAndLeavesNothing() {
        StudySpec spec = StudySpecReader.read("""
                study: demo
                objective: {metric: loss, mode: min}
                space: {lr: {type: float, low: 0.01, high: 1}}
                trials: 4
                trainable: {python: 'train.py:train'}
                """, "demo");
        assertThatThrownBy(() -> open(spec, Map.of("ATTUNE_PYTHON", "/no/python")))
                .hasRootCauseMessage("ATTUNE_PYTHON is '/no/python', but there is no such program.");
        assertThat(Workers.processesOf(folder)).isEmpty();
    }

    @Test
    void aFaultOfAttuneWhileAStudyIsPreparedIsNotToldAsTheUsersMistake() {
        for (Throwable fault : List.of(new IllegalStateException("out of order"), new StackOverflowError("deep"))) {
            Map<String, String> broken = new AbstractMap<>() {
                @Override
                public Set<Entry<String, String>> entrySet() {
                    return LocalRunnerTest.<RuntimeException, Set<Entry<String, String>>>fail(fault);
                }
            };
            assertThatThrownBy(() ->
                            LocalRunner.of(shell("exit 0"), folder, List.of(), results(), broken, MACHINE, line -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasStackTraceContaining(fault.getMessage());
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable, T> T fail(Throwable what) throws E {
        throw (E) what;
    }

    @Test
    void aJavaTrainableIsAProcessWhichMayEndAsItLikes() throws Exception {
        open(StudySpecReader.read("""
                        study: demo
                        objective: {metric: loss, mode: min}
                        space: {lr: {type: float, low: 0.01, high: 1}}
                        trials: 4
                        trainable: {java: '%s'}
                        """.formatted(Halts.class.getName()), "demo"), Map.of());
        Head head = Head.lettingAllGoOn(runner);
        runner.execute(TrialRunnerContract.start(0));
        Signal.AttemptOver end = head.awaitEnd(0);
        assertThat(end.cause()).isEqualTo(Cause.ERROR);
        assertThat(end.exit()).hasValue(7);
        assertThat(end.message()).contains("the last word");
        assertThat(Workers.output(results(), 0)).contains("the last word");
    }

    /** Takes all of its process with it. */
    public static final class Halts implements JavaTrainable {
        @Override
        public void run(TrialContext trial) {
            System.out.println("the last word");
            Runtime.getRuntime().halt(7);
        }
    }

    @Test
    void aStudyWhoseFolderIsGoneFailsAndIsNotTriedElsewhere() throws Exception {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        runner = LocalRunner.of(
                shell("exit 0"), gone, List.of(), results(), Workers.environmentWith(Map.of()), MACHINE, line -> {});
        Head head = Head.lettingAllGoOn(runner);
        Files.delete(gone);
        runner.execute(TrialRunnerContract.start(0));
        Signal.AttemptOver end = head.awaitEnd(0);
        assertThat(end.cause()).isEqualTo(Cause.ERROR);
        assertThat(end.message()).contains("the folder to run in is missing: " + gone);
    }
}
