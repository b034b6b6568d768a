package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.engine.slurm.TrialStep;
import org.attune.spec.Resources;
import org.attune.study.Cause;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials that are job steps, under an {@code srun} that passes on no descriptor, takes {@code TERM} for the order to kill, and gives the program a session of its own. */
class StepContractTest extends LocalWorkerContractTest {
    private static final String SRUN = """
            #!/usr/bin/env python3
            import os, signal, subprocess, sys
            words = sys.argv[1:]
            while words[0].startswith("--"):
                words.pop(0)
            task = subprocess.Popen(words, stdin=subprocess.DEVNULL, start_new_session=True)
            signal.signal(signal.SIGTERM, lambda *_: task.kill())
            code = task.wait()
            sys.exit(128 - code if code < 0 else code)
            """;

    @TempDir
    Path own;

    @Override
    protected TrialRunner runner(Behaviour behaviour, Path folder, Path results) {
        return steps(script(behaviour), folder, results, Workers.GRACE);
    }

    private TrialRunner steps(String script, Path folder, Path results, Duration grace) {
        try {
            Path srun = Files.writeString(own.resolve("srun"), SRUN);
            assertThat(srun.toFile().setExecutable(true)).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> environment = Workers.environmentWith(Map.of(
                "PATH", own + ":" + System.getenv("PATH"),
                "SLURM_JOB_ID", "12",
                "SLURMD_NODENAME", "n1"));
        WorkerSettings settings = new WorkerSettings("demo", "loss", Resources.oneCpu(), grace, folder);
        String words = (Workers.CLIENT + script).replace("{", "{{").replace("}", "}}");
        return new PlacedTrials(
                settings,
                Workers.program(List.of("sh", "-c", words), Optional.empty()),
                environment,
                Workers.machine(3),
                TrialStep.of(environment),
                results);
    }

    @Test
    void theProgramItselfIsAskedToEnd() {
        end("trap 'echo saved; exit 7' TERM; report '\"metrics\": {\"loss\": 1}'; while :; do sleep 0.1; done", false);
        assertThat(own.resolve("results/output.bin")).content().contains("saved");
    }

    @Test
    void aProgramThatDoesNotHeedThatIsKilledWithAllThatItStarted() {
        end("trap '' TERM; sleep 1000 & report '\"metrics\": {\"loss\": 1}'; sleep 1000", false);
    }

    @Test
    void aProgramIsKilledAtOnce() {
        end("report '\"metrics\": {\"loss\": 1}'; sleep 1000", true);
    }

    private void end(String script, boolean now) {
        try (TrialRunner worker = steps(script, own, own.resolve("results"), Duration.ofSeconds(2))) {
            Head head = Head.lettingAllGoOn(worker);
            worker.execute(TrialRunnerContract.start(0));
            head.awaitReports(0, 1);
            worker.execute(new Command.End(0, 1, now));
            Signal.AttemptOver end = head.awaitEnd(0);
            assertThat(end.cause()).isEqualTo(Cause.PREEMPTED);
            assertThat(Workers.processesOf(own)).isEmpty();
        }
    }

    @Test
    void aProgramThatAnotherKilledIsNotToBlame() {
        try (TrialRunner worker = steps("kill -KILL $$", own, own.resolve("results"), Duration.ofSeconds(2))) {
            Head head = Head.lettingAllGoOn(worker);
            worker.execute(TrialRunnerContract.start(0));
            Signal.AttemptOver end = head.awaitEnd(0);
            assertThat(end.cause()).isEqualTo(Cause.PREEMPTED);
            assertThat(end.message()).isEqualTo("killed by signal KILL, but not by Attune");
        }
    }
}
