package org.attune.trial.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.attune.trial.ExitStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatedProcessTest {
    @TempDir
    Path folder;

    @Test
    void aProcessThatIsKilledBeforeItsProgramBeginsIsSaidToBe() throws Exception {
        try (Reaper reaper = new Reaper("TRIAL_PROCESS_TEST=1", Duration.ofSeconds(1));
                GatedProcess process = GatedProcess.hold(
                        List.of(),
                        List.of("true"),
                        System.getenv(),
                        folder,
                        reaper,
                        Set.of("NOBODY=1"),
                        Duration.ofSeconds(1))) {
            reaper.signal("KILL", process.pid());
            assertThat(process.awaitEnd().exit()).isEqualTo(ExitStatus.KILLED);
            assertThatThrownBy(process::letGo).hasMessage("it was killed before it began, but not by Attune");
        }
    }
}
