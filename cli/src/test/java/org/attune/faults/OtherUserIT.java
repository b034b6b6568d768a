package org.attune.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.attune.cli.Attune;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Run by nobody, where things belong to root. */
@NeedsRoot
@Timeout(120)
class OtherUserIT {
    private static final String WHOSE = "It belongs to root, and this is run by nobody.";

    @TempDir
    Path folder;

    private Falling study;
    private Path program;

    @BeforeEach
    void everybodyMayReadTheStudyAndTheProgram() throws Exception {
        permit(folder, "rwxrwxrwx");
        study = new Falling(folder, 2);
        study.attune().with("ATTUNE_CACHE", folder.resolve("cache").toString());
        program = Files.copy(Attune.distribution(), folder.resolve("attune"));
        permit(program, "rwxr-xr-x");
    }

    @Test
    void theResultsOfAnotherUserAreRefused() throws Exception {
        Files.createDirectories(study.results());
        study.endedWithOneLine(
                run(List.of()),
                study.results() + " cannot be written: Permission denied. " + WHOSE,
                "or name another folder by ATTUNE_RESULTS");
    }

    @Test
    void aStudyFileThatMayNotBeReadIsRefused() throws Exception {
        permit(folder.resolve("falling.yaml"), "rw-------");
        study.endedWithOneLine(run(List.of()), "no permission for falling.yaml. " + WHOSE);
    }

    @Test
    void resultsThatMayNotBeMadeAreRefused() throws Exception {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        study.endedWithOneLine(
                run(List.of("env", "ATTUNE_RESULTS=" + locked.resolve("results"))),
                locked.resolve("results").resolve("falling") + " cannot be written: Permission denied. " + WHOSE);
    }

    @Test
    void aHomeThatIsNotSetOrNotWritableIsSaid() throws Exception {
        study.endedWithOneLine(
                run(List.of("env", "-u", "HOME", "-u", "ATTUNE_RESULTS")),
                "attune_results/falling cannot be written: Permission denied",
                "or name another folder by ATTUNE_RESULTS");
        study.endedWithOneLine(
                run(List.of("env", "-u", "ATTUNE_RESULTS", "HOME=/")),
                "/attune_results/falling cannot be written: Permission denied. " + WHOSE);
    }

    @Test
    void withoutAHomeAStudyRunsWhereItsResultsAreNamed() throws Exception {
        permit(Files.createDirectory(folder.resolve("results")), "rwxrwxrwx");
        Attune.Ended ended = run(List.of("env", "-u", "HOME"));
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        study.everythingIsThereOnce();
    }

    @Test
    @NeedsPython
    void aCacheThatMayNotBeWrittenIsSaid() throws Exception {
        Files.writeString(folder.resolve("falling.yaml"), """
                objective: {metric: loss, mode: min}
                space: {x: {type: float, low: 0.0, high: 1.0}}
                trials: 1
                trainable: {python: 'train.py:train'}
                """);
        Files.writeString(folder.resolve("train.py"), "def train(config):\n    pass\n");
        permit(Files.createDirectory(folder.resolve("results")), "rwxrwxrwx");
        Path locked = Files.createDirectory(folder.resolve("locked"));
        study.endedWithOneLine(
                run(List.of("env", "ATTUNE_CACHE=" + locked.resolve("cache"))),
                locked.resolve("cache") + ": Permission denied. " + WHOSE,
                "Set ATTUNE_CACHE to a folder that can be written");
    }

    /** The right to write is taken away while the study runs. */
    @Test
    void aFolderThatIsTakenAwayEndsTheStudyWhichGoesOnWhenItIsGivenBack() throws Exception {
        permit(Files.createDirectory(folder.resolve("results")), "rwxrwxrwx");
        study.wait(true);
        Process head = study.attune().start(words(List.of()));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> study.attune().output().contains("best so far"));
        permit(study.results(), "---------");
        study.wait(false);
        study.endedWithOneLine(
                study.attune().finish(head), study.results() + "/", "cannot be written: Permission denied");
        permit(study.results(), "rwxr-xr-x");
        Attune.Ended again = run(List.of());
        assertThat(again.code()).as(again.out() + again.err()).isZero();
        study.everythingIsThereOnce();
    }

    private Attune.Ended run(List<String> before) {
        return study.attune().finish(study.attune().start(words(before)));
    }

    private List<String> words(List<String> before) {
        List<String> words = new ArrayList<>(before);
        words.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        words.addAll(List.of(program.toString(), "run", "falling.yaml"));
        return words;
    }

    private static void permit(Path path, String permissions) throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
