package org.attune.timeleft;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.Specs;
import org.attune.space.Configuration;
import org.attune.spec.SchedulerSpec;
import org.attune.spec.StudySpec;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Placement;
import org.attune.study.Study;
import org.junit.jupiter.api.Test;

class NeedsTest {
    private static final Configuration ANY = new Configuration(Map.of("x", 0.5, "y", 0.5));

    private final StudySpec spec = Specs.random(new SchedulerSpec.Fifo(), 4);
    private final Study study = new Study(spec.objective());

    private Instant now = Instant.parse("2026-11-24T12:00:00Z");

    /** Ten steps more of one trial, each saved, of so many seconds. */
    private void ran(int attempt, String machine, int seconds) {
        study.apply(new Event.AttemptStarted(0, attempt, "n1", OptionalInt.of(20), 0, Optional.empty()), now);
        study.apply(new Event.AttemptPlaced(0, attempt, new Placement("fresh", 1, "", "", 1).on(machine)), now);
        for (int i = 1; i <= 10; i++) {
            int step = 10 * (attempt - 1) + i;
            now = now.plusSeconds(seconds);
            study.apply(
                    new Event.Reported(0, attempt, i, step, Map.of("loss", 1.0), Optional.of("checkpoints/" + step)),
                    now);
        }
        study.apply(new Event.AttemptEnded(0, attempt, Cause.NODE_LOST, "", OptionalInt.empty()), now);
    }

    /** One put right meanwhile. */
    private void clockIsSet(int seconds) {
        now = now.plusSeconds(seconds);
        study.apply(new Event.ClockSet(seconds * 1000L), now);
    }

    @Test
    void aClockThatWasSetInAFormerRunIsNoTimeOfAStep() {
        study.apply(new Event.TrialCreated(0, ANY, "sampler", 0), now);
        study.apply(new Event.AttemptStarted(0, 1, "n1", OptionalInt.of(20), 0, Optional.empty()), now);
        for (int step = 1; step <= 12; step++) {
            clockIsSet(step % 2 == 0 ? 86_400 : -90_000);
            now = now.plusSeconds(3);
            study.apply(
                    new Event.Reported(0, 1, step, step, Map.of("loss", 1.0), Optional.of("checkpoints/" + step)), now);
        }
        clockIsSet(7_000);
        study.apply(new Event.AttemptEnded(0, 1, Cause.NODE_LOST, "", OptionalInt.empty()), now);
        Needs needs = new Needs(spec.space(), worker -> "");
        needs.learn(study);
        Need need = needs.toBegin(0, ANY, "n1", 12, OptionalInt.of(20)).orElseThrow();
        assertThat(need.time().middle()).as("seconds").isBetween(3.0, 3.1);
    }

    @Test
    void whatWasSeenOnAMachineInAFormerRunHoldsForItsKind() {
        study.apply(new Event.TrialCreated(0, ANY, "sampler", 0), now);
        ran(1, "fast", 2);
        ran(2, "slow", 20);
        Needs needs = new Needs(spec.space(), worker -> worker.equals("m1") ? "fast" : "");
        needs.learn(study);
        Need need = needs.toBegin(0, ANY, "m1", 20, OptionalInt.of(30)).orElseThrow();
        assertThat(need.steps()).isEqualTo(1);
        assertThat(need.time().upper()).as("seconds").isBetween(2.0, 5.0);
    }
}
