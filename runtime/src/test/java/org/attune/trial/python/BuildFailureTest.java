package org.attune.trial.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildFailureTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("abc.failed");
    }

    private BuildFailure wantedBy(String run) {
        return new BuildFailure(file, run);
    }

    private void aged(Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void othersOfTheRunDoNotTryTheSameForSomeMinutes() throws IOException {
        wantedBy("run 1").keep("pip is missing");
        aged(BuildFailure.KEPT.minusSeconds(60));
        assertThat(wantedBy("run 1").find().orElseThrow())
                .startsWith("pip is missing\n")
                .contains("Process " + ProcessHandle.current().pid() + " of this machine tried it", "5 minutes");
        assertThat(wantedBy("run 2").find()).isEmpty();
        aged(BuildFailure.KEPT);
        assertThat(wantedBy("run 1").find()).isEmpty();
    }

    @Test
    void whoeverWaitedForItSharesIt() throws IOException {
        BuildFailure waiting = wantedBy("run 2");
        wantedBy("run 1").keep("pip is missing");
        aged(Duration.ofSeconds(-1));
        assertThat(waiting.find()).isPresent();
    }

    @Test
    void anotherMachineTriesForItself() throws IOException {
        wantedBy("run 1").keep("there is no compiler");
        Files.writeString(file, Files.readString(file).replace(BuildLease.machine(), "another"));
        assertThat(wantedBy("run 1").find()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsNone() throws IOException {
        assertThat(wantedBy("run 1").find()).isEmpty();
        Files.writeString(file, "{");
        assertThat(wantedBy("run 1").find()).isEmpty();
    }
}
