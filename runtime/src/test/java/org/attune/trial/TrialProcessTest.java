package org.attune.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialProcessTest {
    @TempDir
    Path folder;

    @Test
    void aProcessThatIsKilledBeforeItsProgramBeginsIsSaidToBe() throws Exception {
        try (Reaper reaper = new Reaper("TRIAL_PROCESS_TEST=1", Duration.ofSeconds(1));
                TrialProcess process = TrialProcess.start(List.of("true"), System.getenv(), folder, reaper)) {
            reaper.signal("KILL", process.pid());
            assertThat(process.waitFor()).isEqualTo(ExitStatus.KILLED);
            assertThatThrownBy(process::letGo).hasMessage("it was killed before it began, but not by Attune");
            reaper.remove(process.pid());
        }
    }
}
