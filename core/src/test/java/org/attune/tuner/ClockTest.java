package org.attune.tuner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.attune.Specs;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.Results;
import org.attune.spec.SchedulerSpec;
import org.attune.spec.StopRule;
import org.attune.spec.StudySpec;
import org.attune.study.Study;
import org.attune.study.TrialState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Studies on a machine whose clock is set back. */
@Timeout(180)
class ClockTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final JavaTrainable SLOPE = trial -> {
        for (int step = trial.step() + 1; ; step++) {
            trial.report(step, Map.of("loss", 1.0 / step), Optional.empty());
        }
    };

    @TempDir
    Path folder;

    @Test
    void aClockThatGoesBackWithEveryLookBreaksNothing() throws IOException {
        assertThat(run(new Wandering(NOON, time -> time.minusSeconds(60)))).isEqualTo(Outcome.TRIALS);
        everythingIsThere();
    }

    @Test
    void aClockThatIsADayBehindInTheNextRunBreaksNothing() throws IOException {
        Wandering first = new Wandering(NOON, time -> time.plusMillis(5));
        assertThat(interrupted(first)).isEqualTo(Outcome.INTERRUPTED);
        assertThat(run(new Wandering(NOON.minus(Duration.ofDays(1)), time -> time.plusMillis(5))))
                .isEqualTo(Outcome.TRIALS);
        everythingIsThere();
    }

    /** Between two runs the limit counts what the first one took, and never a negative time. */
    @Test
    void aTimeLimitIsNotSpentByAClockThatGoesBack() throws IOException {
        run(new Wandering(NOON, time -> time.minusSeconds(3600)));
        Study study = LoadedStudy.read(folder).study();
        assertThat(study.running(NOON.minus(Duration.ofDays(9)))).isBetween(Duration.ZERO, Duration.ofHours(1));
    }

    /** As on a machine that learns the time only after its start, and is started again later. */
    @Test
    void aClockThatWasSetForwardInTheLastRunSpendsNoTimeOfTheNext() throws IOException {
        AtomicInteger looks = new AtomicInteger();
        assertThat(interrupted(new Wandering(
                        NOON, time -> looks.incrementAndGet() == 12 ? time.plus(Duration.ofDays(365)) : time)))
                .isEqualTo(Outcome.INTERRUPTED);
        assertThat(looks).hasValueGreaterThan(12);
        Study study = LoadedStudy.read(folder).study();
        Instant later = NOON.plus(Duration.ofDays(365));
        assertThat(study.running(later)).isLessThan(Duration.ofMinutes(1));
        assertThat(study.trials())
                .isNotEmpty()
                .allSatisfy(trial -> assertThat(trial.ran(later)).isLessThan(Duration.ofMinutes(1)));
    }

    private void everythingIsThere() throws IOException {
        LoadedStudy loaded = LoadedStudy.read(folder);
        assertThat(loaded.study().trials()).hasSize(4).allSatisfy(trial -> {
            assertThat(trial.state()).isEqualTo(TrialState.COMPLETED);
            assertThat(trial.reports()).extracting(report -> report.step()).isEqualTo(List.of(1, 2, 3, 4, 5));
        });
        assertThat(new Results(loaded).trials())
                .allSatisfy(row -> assertThat(row.seconds()).isNotNegative());
    }

    private Outcome run(Clock clock) throws IOException {
        try (OpenedStudy opened = OpenedStudy.open(folder, spec(), Opening.standard(), clock)) {
            return opened.tuner(runner(), (study, events) -> {}).run();
        }
    }

    private Outcome interrupted(Clock clock) throws IOException {
        AtomicReference<Tuner> tuner = new AtomicReference<>();
        try (OpenedStudy opened = OpenedStudy.open(folder, spec(), Opening.standard(), clock)) {
            tuner.set(opened.tuner(runner(), (study, events) -> {
                if (study.trials().size() == 3) {
                    tuner.get().interrupt();
                }
            }));
            return tuner.get().run();
        }
    }

    private InProcessRunner runner() {
        return new InProcessRunner(SLOPE, new Capacity(2, "the test"), folder);
    }

    private static StudySpec spec() {
        return Specs.withStop(Specs.random(new SchedulerSpec.Fifo(), 4), new StopRule(OptionalInt.of(5), Map.of()));
    }

    /** A clock that is moved by each look at it. */
    private static final class Wandering extends Clock {
        private final UnaryOperator<Instant> move;
        private Instant now;

        Wandering(Instant start, UnaryOperator<Instant> move) {
            this.now = start;
            this.move = move;
        }

        @Override
        public synchronized Instant instant() {
            now = move.apply(now);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
