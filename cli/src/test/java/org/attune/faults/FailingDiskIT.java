package org.attune.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.attune.cli.Attune;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
@Timeout(120)
class FailingDiskIT {
    @TempDir
    Path folder;

    @Test
    void aDiskThatTurnsReadOnlyEndsTheStudyWhichGoesOnWhenItIsMended() throws Exception {
        Falling study = new Falling(folder, 4);
        study.wait(true);
        try (Disk disk = Disk.inFile(folder.resolve("results"), folder.resolve("image"), 16)) {
            Process head = study.attune().start("run", "falling.yaml");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> study.attune().output().contains("best so far"));
            disk.fail();
            study.wait(false);
            Attune.Ended ended = study.attune().finish(head);
            study.endedWithOneLine(ended, study.results() + "/", "dmesg", "run the same command again");
            // Which of them depends on how far the file system was with giving up.
            assertThat(ended.err()).containsPattern(" cannot be written: (Read-only file system|Input/output error)");
            disk.repair();
            study.goesOnWithNothingLost();
        }
    }

    /** The system takes what is written, and only the sync tells that the disk has not. */
    @Test
    void aSyncThatFailsIsFinal() throws Exception {
        Falling study = new Falling(folder, 40);
        try (Disk below = Disk.inMemory(folder.resolve("below"), "3m");
                Disk disk = Disk.inFile(folder.resolve("results"), below.path().resolve("image"), 64)) {
            study.wait(true);
            Process head = study.attune().start("run", "falling.yaml");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> study.attune().output().contains("best so far"));
            fill(below.path().resolve("other"));
            study.wait(false);
            study.endedWithOneLine(
                    study.attune().finish(head),
                    study.results() + "/",
                    " cannot be written: ",
                    "run the same command again");
            Files.delete(below.path().resolve("other"));
            below.resize("100m");
            disk.repair();
            study.goesOnWithNothingLost();
        }
    }

    /** The study writes meanwhile. */
    private static void fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }
}
