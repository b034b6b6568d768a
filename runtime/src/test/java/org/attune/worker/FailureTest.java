package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.Configuration;
import org.attune.study.Cause;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the end of an attempt says that went wrong. */
class FailureTest {
    @TempDir
    Path folder;

    private Signal.AttemptOver run(String... words) {
        return run(TrialRunnerContract.start(0), words);
    }

    private Signal.AttemptOver run(Command.Start start, String... words) {
        try (TrialRunner worker =
                Workers.command(List.of(words), folder, folder.resolve("results"), Workers.GRACE, Optional.empty())) {
            Head head = Head.lettingAllGoOn(worker);
            worker.execute(start);
            Signal.AttemptOver end = head.awaitEnd(start.trial());
            assertThat(head.ends()).hasSize(1);
            return end;
        }
    }

    @Test
    void aProgramThatDoesNotExist() {
        Signal.AttemptOver end = run("trian.py", "--lr", "{lr}");
        assertThat(end.cause()).isEqualTo(Cause.ERROR);
        assertThat(end.exit()).hasValue(127);
        assertThat(end.message())
                .isEqualTo(
                        "cannot run 'trian.py': no such file (exit 127). It is neither on the PATH nor in the study's folder, "
                                + folder + ".");
    }

    @Test
    void aFileOfTheFolderThatIsNotOnThePath() throws Exception {
        Files.writeString(folder.resolve("train.sh"), "exit 0");
        assertThat(run("train.sh").message()).contains("write ./train.sh");
    }

    @Test
    void aFileThatIsNotExecutable() throws Exception {
        Files.writeString(folder.resolve("train.sh"), "exit 0");
        assertThat(run("./train.sh").message()).startsWith("cannot run './train.sh': it is not executable (exit 126)");
    }

    @Test
    void aScriptWhoseInterpreterIsMissing() throws Exception {
        Files.writeString(folder.resolve("train.sh"), "#!/no/such/shell\n");
        Files.setPosixFilePermissions(folder.resolve("train.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(run("./train.sh").message()).contains("what its first line names to run it is not");
    }

    @Test
    void aCommandThatIsOneWord() {
        assertThat(run("python3 train.py").message()).contains("maybe [python3, train.py]");
    }

    @Test
    void anExitCodeOfTheUsersProgram() {
        assertThat(run("sh", "-c", "echo preparing; echo no data >&2; exit 3").message())
                .isEqualTo("no data (exit 3)");
    }

    @Test
    void anExitCodeThatLooksLikeAMissingProgram() {
        assertThat(run("sh", "-c", "echo starting; no-such-tool").message())
                .contains("no-such-tool", "not found", "(exit 127)");
    }

    @Test
    void silence() {
        assertThat(run("false").message()).isEqualTo("it ended without a word (exit 1)");
    }

    @Test
    void aSignal() {
        assertThat(run("sh", "-c", "kill -SEGV $$").message()).contains("signal SEGV");
    }

    @Test
    void memory() {
        Signal.AttemptOver end = run(
                "sh",
                "-c",
                "echo 'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB' >&2; exit 1");
        assertThat(end.cause()).isEqualTo(Cause.OUT_OF_MEMORY);
        assertThat(end.message()).startsWith("torch.OutOfMemoryError");
    }

    @Test
    void aCheckpointThatIsMissing() {
        Signal.AttemptOver end = run(
                new Command.Start(
                        2,
                        2,
                        "local",
                        new Configuration(Map.of("lr", 0.1)),
                        OptionalInt.empty(),
                        9,
                        Optional.of("checkpoints/2/9"),
                        Optional.empty()),
                "true");
        assertThat(end.cause()).isEqualTo(Cause.ERROR);
        assertThat(end.message())
                .contains(
                        "the checkpoint of step 9",
                        folder.resolve("results/checkpoints/2/9").toString());
    }

    @Test
    void aFolderThatIsMissing() {
        Path missing = folder.resolve("missing");
        try (TrialRunner worker =
                Workers.command(List.of("true"), missing, folder.resolve("results"), Workers.GRACE, Optional.empty())) {
            Head head = Head.lettingAllGoOn(worker);
            worker.execute(TrialRunnerContract.start(0));
            assertThat(head.awaitEnd(0).message()).isEqualTo("the folder to run in is missing: " + missing);
        }
    }
}
