package org.attune.cli.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StepEndTest {

    private static StepEnd of(int seconds, boolean hasBegun, boolean showsLife) {
        return StepEnd.of(new StepEnd.Sight(Duration.ofSeconds(seconds), hasBegun, showsLife))
                .orElse(null);
    }

    @Test
    void aFirstTaskThatComesMinutesLateIsWaitedForButNotForEver() {
        assertThat(of(0, false, false)).isNull();
        assertThat(of(600, false, false)).isNull();
        assertThat(of(601, false, false)).isEqualTo(StepEnd.ABSENT);
    }

    @Test
    void oneThatHadBegunAndGivesNoSignOfLifeIsGoneAfterAMinute() {
        assertThat(of(60, true, false)).isNull();
        assertThat(of(61, true, false)).isEqualTo(StepEnd.GONE);
    }

    @Test
    void aLinkThatIsCutIsNoEndAsLongAsThereAreSignsOfLife() {
        assertThat(of(3600, true, true)).isNull();
    }

    @Test
    void aFirstTaskThatEndedWhileItsLinkWasCutCouldNotTellSlurmEither() {
        assertThat(StepEnd.told(StepEnd.DONE, Duration.ofSeconds(2))).isEqualTo(StepEnd.DONE);
        assertThat(StepEnd.told(StepEnd.DONE, Duration.ofSeconds(6))).isEqualTo(StepEnd.UNREACHED);
        assertThat(StepEnd.told(StepEnd.KILLED, Duration.ofSeconds(6))).isEqualTo(StepEnd.KILLED);
    }
}
