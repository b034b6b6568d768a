package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.spec.Trainable;
import org.attune.study.Cause;
import org.attune.study.Verdict;
import org.attune.trial.Program;
import org.attune.trial.python.NeedsPython;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Python trials with the real client. */
@NeedsPython
class PythonTrialTest {
    @TempDir
    Path folder;

    private Head head;

    private Signal.AttemptOver run(Trainable trainable, String code) throws Exception {
        Files.writeString(folder.resolve("train {1}.py"), code);
        Program program = Program.of(trainable, folder, Workers.python(folder.resolve("cache")));
        try (TrialRunner worker = Workers.worker(program, folder, folder.resolve("results"), Workers.GRACE)) {
            head = Head.answering(worker, report -> report.step() == 2 ? Optional.of(Verdict.PAUSE) : Optional.empty());
            worker.execute(TrialRunnerContract.start(0));
            return head.awaitEnd(0);
        }
    }

    private Signal.AttemptOver function(String code) throws Exception {
        return run(new Trainable.PythonFunction("train {1}.py", "train", Optional.empty()), code);
    }

    @Test
    void aFunctionReportsSavesAndIsPaused() throws Exception {
        Signal.AttemptOver end = function("""
                import attune
                def train(config):
                    for epoch in range(1, 5):
                        folder = attune.save_dir()
                        (folder / "state").write_text(str(epoch))
                        attune.report(step=epoch, loss=config["lr"] * epoch, checkpoint=folder)
                        assert (attune.checkpoint() / "state").read_text() == str(epoch)
                """);
        assertThat(end).isEqualTo(new Signal.AttemptOver(0, 1, Cause.PAUSED, "", end.exit()));
        assertThat(end.exit()).hasValue(0);
        assertThat(head.reports(0))
                .extracting(Signal.Reported::metrics)
                .containsExactly(Map.of("loss", 0.1), Map.of("loss", 0.2));
        assertThat(folder.resolve("results/checkpoints/0/2/state")).hasContent("2");
        assertThat(Files.list(folder.resolve("results/checkpoints/0"))).hasSize(2);
    }

    @Test
    void whatAFunctionReturnsIsReported() throws Exception {
        assertThat(function("def train(config): return 7").cause()).isEqualTo(Cause.FINISHED);
        assertThat(head.reports(0)).extracting(Signal.Reported::metrics).containsExactly(Map.of("loss", 7.0));
    }

    @Test
    void anExceptionIsTheMessage() throws Exception {
        Signal.AttemptOver end = function("def train(config):\n    raise ValueError('bad lr')");
        assertThat(end.cause()).isEqualTo(Cause.ERROR);
        assertThat(end.message()).isEqualTo("ValueError: bad lr (exit 1)");
    }

    @Test
    void memoryIsRecognised() throws Exception {
        assertThat(function("def train(config):\n    raise MemoryError()").cause())
                .isEqualTo(Cause.OUT_OF_MEMORY);
    }

    @Test
    void aMissingFunctionIsNamed() throws Exception {
        assertThat(function("def trian(config): return 1").message()).contains("did you mean 'trian'?", "(exit 2)");
    }

    @Test
    void aReportThatIsRefusedRaises() throws Exception {
        assertThat(function("import attune\ndef train(config): attune.report(loss=1, checkpoint='.')")
                        .message())
                .contains("cannot be a checkpoint");
    }

    @Test
    void aCommandFindsTheClient() throws Exception {
        Signal.AttemptOver end = run(
                new Trainable.Command(List.of("python3", "train {{1}}.py", "{lr}"), Optional.empty(), Optional.empty()),
                "import attune, subprocess, sys\n"
                        + "subprocess.run([sys.executable, '-c', 'import attune; attune.report(loss=' + sys.argv[1] + ')'], check=True)\n");
        assertThat(end.message()).isEmpty();
        assertThat(head.reports(0)).extracting(Signal.Reported::metrics).containsExactly(Map.of("loss", 0.1));
    }

    @Test
    void aCommandWithRequirementsRunsInItsEnvironment() throws Exception {
        Files.writeString(folder.resolve("requirements.txt"), "");
        Signal.AttemptOver end = run(
                new Trainable.Command(
                        List.of("python", "train {{1}}.py"), Optional.empty(), Optional.of("requirements.txt")),
                "import attune, sys\nattune.report(loss=float(sys.prefix != sys.base_prefix))\n");
        assertThat(end.message()).isEmpty();
        assertThat(head.reports(0)).extracting(Signal.Reported::metrics).containsExactly(Map.of("loss", 1.0));
    }
}
