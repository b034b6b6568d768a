package org.attune.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.attune.cli.Attune;
import org.attune.cli.Signals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that touches a frozen file system cannot be killed: it is always thawed, also if this process dies. */
@NeedsRoot
@Timeout(180)
class StalledDiskIT {
    private static final String STALLED = " has not answered for 10 s";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Falling study;
    private Disk disk;
    private Process head;

    @BeforeEach
    void aStudyRunsOnADiskOfItsOwn() throws Exception {
        study = new Falling(folder, 4);
        study.wait(true);
        disk = Disk.inFile(folder.resolve("results"), folder.resolve("image"), 16);
        head = study.attune().start("run", "falling.yaml");
        await().atMost(PATIENCE).until(() -> study.attune().output().contains("best so far"));
    }

    @AfterEach
    void thaw() throws Exception {
        disk.close();
        head.destroyForcibly();
    }

    @Test
    void isToldOnceAndTheStudyGoesOnByItselfWithNothingLost() throws Exception {
        disk.freeze();
        study.wait(false);
        await().atMost(PATIENCE).until(() -> study.attune().output().contains(STALLED));
        disk.thaw();

        Attune.Ended ended = study.attune().finish(head);
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out())
                .containsOnlyOnce("The file system of " + study.results() + STALLED)
                .containsOnlyOnce("The file system of " + study.results() + " answers again, after ");
        study.everythingIsThereOnce();
    }

    @Test
    void controlCSaysWhatIsWaitedForAndTheSecondDoesNotWait() throws Exception {
        disk.freeze();
        study.wait(false);
        await().atMost(PATIENCE).until(() -> study.attune().output().contains(STALLED));
        Signals.send("INT", head);
        await().atMost(PATIENCE)
                .until(() ->
                        study.attune().output().contains("Pausing as soon as the file system of " + study.results()));
        await("a second one that is no echo of the first")
                .pollDelay(Duration.ofMillis(500))
                .until(head::isAlive);
        Signals.send("INT", head);
        await().atMost(PATIENCE).until(() -> study.attune().output().contains("Ending without waiting for"));
        await("the end of all trials")
                .atMost(PATIENCE)
                .until(() -> study.processes().trials().isEmpty());
        // The system lets go of it now; whatever it still had to say is not said.
        disk.thaw();
        assertThat(head.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(head.exitValue()).isEqualTo(130);
        study.goesOnWithNothingLost();
    }
}
