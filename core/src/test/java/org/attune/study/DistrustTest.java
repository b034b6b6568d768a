package org.attune.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.attune.Specs;
import org.attune.spec.SchedulerSpec;
import org.junit.jupiter.api.Test;

class DistrustTest {
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
    private static final Event.MachineJudged BAD =
            new Event.MachineJudged("n1", 2, Duration.ofMinutes(20), "trials 3 and 5 failed there at once");

    private final Study study =
            new Study(Specs.random(new SchedulerSpec.Fifo(), 1).objective());

    private void apply(Event event, int minute) {
        study.apply(event, START.plusSeconds(60L * minute));
    }

    private Duration left(int minute) {
        return study.distrust().get("n1").left(START.plusSeconds(60L * minute));
    }

    @Test
    void itLastsUnderTheNextHeadAndInTheNextAllocation() {
        apply(BAD, 0);
        apply(new Event.HeadStarted(2, "login", 1), 5);
        apply(new Event.HeadStopped(2, "allocation"), 6);
        apply(new Event.HeadStarted(3, "login", 1), 8);
        assertThat(left(8)).isEqualTo(Duration.ofMinutes(12));
        assertThat(left(30)).isZero();
        assertThat(study.distrust().get("n1").times()).isEqualTo(2);
    }

    @Test
    void whoeverRunsAStudyAgainThatWasPausedHasMendedTheMachines() {
        apply(BAD, 0);
        apply(new Event.HeadStopped(1, "interrupted"), 1);
        assertThat(study.distrust()).isEmpty();
    }

    @Test
    void oneThatWasNotToBlameIsForgottenAndOneThatIsTriedAgainIsNot() {
        apply(BAD, 0);
        apply(new Event.MachineJudged("n1", 2, Duration.ZERO, "it has rested"), 20);
        assertThat(left(20)).isZero();
        apply(new Event.MachineJudged("n1", 0, Duration.ZERO, "trial 6 failed in the same way on n2"), 21);
        assertThat(study.distrust()).isEmpty();
    }

    @Test
    void aClockThatIsSetChangesNothing() {
        apply(BAD, 0);
        study.apply(new Event.ClockSet(3_600_000), START.plusSeconds(3_660));
        assertThat(study.distrust().get("n1").left(START.plusSeconds(3_660)))
                .isEqualTo(Duration.ofMinutes(19).plusMinutes(0));
    }
}
