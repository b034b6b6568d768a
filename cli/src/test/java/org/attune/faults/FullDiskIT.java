package org.attune.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.attune.cli.Attune;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
@Timeout(120)
class FullDiskIT {
    private static final String FULL = "No space left on device";

    @TempDir
    Path folder;

    @Test
    void inTheJournalItEndsTheStudyWhichGoesOnWhenThereIsRoom() throws Exception {
        Falling study = new Falling(folder, 40);
        try (Disk disk = Disk.inMemory(folder.resolve("results"), "48k")) {
            study.endedWithOneLine(
                    study.run(),
                    study.results() + "/",
                    " cannot be written: " + FULL,
                    "Make room on that file system, then run the same command again");
            disk.resize("10m");
            study.goesOnWithNothingLost();
        }
    }

    @Test
    void beforeAnythingIsWrittenItIsRefused() throws Exception {
        Falling study = new Falling(folder, 2);
        try (Disk disk = Disk.inMemory(folder.resolve("results"), "8k")) {
            Files.write(disk.path().resolve("other"), new byte[8192]);
            study.endedWithOneLine(study.run(), study.results() + " cannot be written: " + FULL, "Make room");
            disk.resize("10m");
            study.goesOnWithNothingLost();
        }
    }

    /** The trial's own error, which is in the output, is not held against it. */
    @Test
    void inACheckpointItEndsTheStudyAndNoTrialFails() throws Exception {
        Falling study = new Falling(folder, 4).program("head -c 2000000 /dev/zero > \"$ATTUNE_SAVE/model\" || exit 1");
        try (Disk disk = Disk.inMemory(folder.resolve("results"), "1m")) {
            study.endedWithOneLine(study.run(), study.results() + "/checkpoints/", FULL, "Make room");
            disk.resize("10m");
            study.goesOnWithNothingLost();
        }
    }

    @Test
    void inTheOutputItCostsTheOutputAlone() throws Exception {
        Falling study = new Falling(folder, 6).program("head -c 20000 /dev/zero | tr '\\0' x; echo");
        Files.createDirectories(study.results());
        try (Disk disk = Disk.inMemory(folder.resolve("elsewhere"), "32k")) {
            Path output = disk.path().resolve("output.bin");
            Files.createSymbolicLink(study.results().resolve("output.bin"), output);
            study.wait(true);
            Process head = study.attune().start("run", "falling.yaml");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> study.attune().output().contains(FULL));
            disk.resize("10m");
            study.wait(false);
            Attune.Ended ended = study.attune().finish(head);
            assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
            assertThat(ended.out())
                    .containsOnlyOnce(FULL)
                    .contains(output.getFileName().toString());
            study.everythingIsThereOnce();
            assertThat(study.attune().run("logs", "falling", "5").out()).contains("xxx");
        }
    }

    @Test
    @NeedsPython
    void inTheCacheOfPythonEnvironmentsNothingHalfBuiltIsKept() throws Exception {
        Attune attune =
                new Attune(folder).with("ATTUNE_CACHE", folder.resolve("cache").toString());
        attune.file(
                "study.yaml",
                "objective: {metric: loss, mode: min}",
                "space: {x: {type: float, low: 0.0, high: 1.0}}",
                "trials: 1",
                "trainable: {python: 'train.py:train', requirements: requirements.txt}");
        attune.file("train.py", "import attune", "def train(config):", "    attune.report(loss=config['x'])");
        attune.file("requirements.txt", "# nothing");
        try (Disk disk = Disk.inMemory(folder.resolve("cache"), "2m")) {
            Attune.Ended ended = attune.run("run", "study.yaml");
            assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(2);
            assertThat(ended.err())
                    .contains("are free on the file system of " + folder.resolve("cache"), "Make room")
                    .doesNotContain("\tat ");
            disk.resize("200m");
            Attune.Ended again = attune.run("run", "study.yaml");
            assertThat(again.code()).as(again.out() + again.err()).isZero();
        }
    }
}
