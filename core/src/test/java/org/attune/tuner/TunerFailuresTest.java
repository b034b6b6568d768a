package org.attune.tuner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.attune.Specs;
import org.attune.analysis.LoadedStudy;
import org.attune.space.Configuration;
import org.attune.spec.SchedulerSpec;
import org.attune.spec.StudySpec;
import org.attune.study.Attempt;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Study;
import org.attune.study.Trial;
import org.attune.study.TrialState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of trials that fail, run too long, or are ended from outside. */
@Timeout(120)
class TunerFailuresTest {
    private static final StudySpec TWO = Specs.random(new SchedulerSpec.Fifo(), 2);
    private static final String KILLED = "killed by signal KILL, but not by Attune";

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();
    private LongSupplier nanos =
            () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    private final List<Command.Start> starts = new ArrayList<>();

    /** Does with each start what a script says. One slot. */
    @Test
    void aTrialWhoseProgramFailsIsTriedAgainFromItsCheckpoint() throws IOException {
        JavaTrainable flaky = trial -> {
            for (int step = trial.step() + 1; step <= 3; step++) {
                trial.report(step, Map.of("loss", 1.0 / step), Optional.of(trial.newCheckpoint()));
                if (step == 2 && trial.attempt() == 1) {
                    throw new IllegalStateException("boom");
                }
            }
        };
        run(Specs.withRetries(TWO, 1), new InProcessRunner(flaky, new Capacity(2, "the test"), folder));
        assertThat(study().trials()).allSatisfy(trial -> {
            assertThat(trial.state()).isEqualTo(TrialState.COMPLETED);
            assertThat(causes(trial)).containsExactly(Cause.ERROR, Cause.FINISHED);
            assertThat(trial.attempts().get(1).from()).isEqualTo(2);
            assertThat(trial.step()).isEqualTo(3);
        });
    }

    @Test
    void aTrialThatRunsLongerThanItMayHasFailed() throws IOException {
        JavaTrainable endless = trial -> new CountDownLatch(1).await();
        StudySpec spec = Specs.withRetries(Specs.withTrialTimeLimit(TWO, Duration.ofMillis(200)), 3);
        try (OpenedStudy opened = OpenedStudy.open(folder, spec, Opening.standard(), Clock.systemUTC())) {
            opened.tuner(new InProcessRunner(endless, new Capacity(2, "the test"), folder), (study, events) -> {})
                    .run();
        }
        assertThat(study().trials()).allSatisfy(trial -> {
            assertThat(trial.state()).isEqualTo(TrialState.FAILED);
            assertThat(causes(trial)).containsExactly(Cause.TIME_LIMIT);
            assertThat(message(trial)).isEqualTo("it ran longer than trial_time_limit, 0.2 s");
        });
    }

    @Test
    void theTimeOfATrialIsCountedOverItsAttemptsAndWithoutAnyLeftItIsNotStarted() throws IOException {
        run(
                Specs.withTrialTimeLimit(Specs.random(new SchedulerSpec.Fifo(), 1), Duration.ofMinutes(90)),
                (start, to) -> {
                    report(start, to, start.attempt());
                    clock.advance(Duration.ofMinutes(50));
                    to.accept(over(start, Cause.NODE_LOST, "", OptionalInt.empty()));
                });
        assertThat(starts)
                .extracting(Command.Start::timeLeft)
                .containsExactly(Optional.of(Duration.ofMinutes(90)), Optional.of(Duration.ofMinutes(40)));
        Trial trial = study().trial(0);
        assertThat(trial.state()).isEqualTo(TrialState.FAILED);
        assertThat(causes(trial)).containsExactly(Cause.NODE_LOST, Cause.NODE_LOST, Cause.TIME_LIMIT);
        assertThat(message(trial)).isEqualTo("it ran longer than trial_time_limit, 1 h 30 min");
    }

    @Test
    void aClockThatIsSetForwardSpendsNoTimeOfATrial() throws IOException {
        nanos = System::nanoTime;
        run(
                Specs.withTrialTimeLimit(Specs.random(new SchedulerSpec.Fifo(), 1), Duration.ofMinutes(90)),
                (start, to) -> {
                    clock.advance(Duration.ofHours(30));
                    if (start.attempt() == 1) {
                        report(start, to, 1);
                        to.accept(over(start, Cause.NODE_LOST, "", OptionalInt.empty()));
                    } else {
                        finish(start, to);
                    }
                });
        assertThat(starts)
                .hasSize(2)
                .allSatisfy(start -> assertThat(start.timeLeft().orElseThrow()).isGreaterThan(Duration.ofMinutes(80)));
        assertThat(study().trial(0).state()).isEqualTo(TrialState.COMPLETED);
    }

    @Test
    void aTrialThatIsLostAgainAndAgainRestsWhileOthersGoOn() throws IOException {
        run(TWO, (start, to) -> {
            if (start.trial() == 0 && start.attempt() < 3) {
                to.accept(over(start, Cause.NODE_LOST, "", OptionalInt.empty()));
            } else {
                finish(start, to);
            }
        });
        assertThat(starts).extracting(Command.Start::trial).containsExactly(0, 0, 1, 0);
        assertThat(study().trials()).allMatch(trial -> trial.state() == TrialState.COMPLETED);
    }

    @Test
    void aStudyIsNotOverWhileItsLastTrialRests() throws IOException {
        run(Specs.random(new SchedulerSpec.Fifo(), 1), (start, to) -> {
            if (start.attempt() < 3) {
                to.accept(over(start, Cause.NODE_LOST, "", OptionalInt.empty()));
            } else {
                finish(start, to);
            }
        });
        assertThat(study().trial(0).state()).isEqualTo(TrialState.COMPLETED);
    }

    @Test
    void aTrialThatIsKilledFromOutsideThreeTimesInARowHasFailed() throws IOException {
        run(Specs.random(new SchedulerSpec.Fifo(), 1), (start, to) -> kill(start, to));
        Trial trial = study().trial(0);
        assertThat(causes(trial)).containsExactly(Cause.PREEMPTED, Cause.PREEMPTED, Cause.ERROR);
        assertThat(trial.attempts().get(0).message()).isEqualTo(KILLED);
        assertThat(message(trial)).isEqualTo(KILLED + ", three times in a row without a report");
        assertThat(trial.lastAttempt().orElseThrow().exit()).hasValue(137);
    }

    @Test
    void aTrialWhoseWorkerLeavesAgainAndAgainHasNotFailed() throws IOException {
        run(Specs.random(new SchedulerSpec.Fifo(), 1), (start, to) -> {
            if (start.attempt() < 5) {
                to.accept(over(start, Cause.PREEMPTED, "n1 left: its job came to its time limit", OptionalInt.of(143)));
            } else {
                finish(start, to);
            }
        });
        assertThat(causes(study().trial(0)))
                .containsExactly(Cause.PREEMPTED, Cause.PREEMPTED, Cause.PREEMPTED, Cause.PREEMPTED, Cause.FINISHED);
    }

    @Test
    void aTrialThatReportsBetweenItsKillsGoesOnWithoutLimit() throws IOException {
        run(Specs.random(new SchedulerSpec.Fifo(), 1), (start, to) -> {
            if (start.attempt() <= 10) {
                report(start, to, start.attempt());
                kill(start, to);
            } else {
                finish(start, to);
            }
        });
        assertThat(study().trial(0).state()).isEqualTo(TrialState.COMPLETED);
        assertThat(study().trial(0).attempts()).hasSize(11);
    }

    @Test
    void pausesDoubleUpToAMinuteAndBeginAnewAfterAReport() {
        Study fold = new Study(TWO.objective());
        Events events = new Events(fold);
        Trial trial = events.created();
        Rests rests = new Rests();
        Signal.AttemptOver lost = new Signal.AttemptOver(0, 1, Cause.NODE_LOST, "", OptionalInt.empty());
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            pauses.add(rests.interrupted(trial, lost).toSeconds());
        }
        assertThat(pauses).containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
        assertThat(rests.isResting(0)).isTrue();
        rests.wake(0);
        assertThat(rests.isResting(0)).isFalse();
        events.reported(1);
        assertThat(rests.interrupted(trial, lost)).isZero();
        assertThat(rests.isResting(0)).isFalse();
    }

    /** Just enough of a study for a trial to report. */
    private record Events(Study study) {
        Trial created() {
            apply(new Event.TrialCreated(0, new Configuration(Map.of("x", 0.5)), "sampler", 0));
            apply(new Event.AttemptStarted(0, 1, "w", OptionalInt.empty(), 0, Optional.empty()));
            return study.trial(0);
        }

        void reported(int step) {
            apply(new Event.Reported(0, 1, step, step, Map.of("loss", 1.0), Optional.empty()));
        }

        private void apply(Event event) {
            study.apply(event, Instant.EPOCH);
        }
    }

    private void run(StudySpec spec, BiConsumer<Command.Start, Consumer<Signal>> script) throws IOException {
        run(spec, new ScriptedRunner(1, (command, runner) -> {
            if (command instanceof Command.Start start) {
                starts.add(start);
                script.accept(start, runner::say);
            }
        }));
    }

    private void run(StudySpec spec, TrialRunner runner) throws IOException {
        try (OpenedStudy opened = OpenedStudy.open(folder, spec, Opening.standard(), clock)) {
            opened.tuner(runner, (study, events) -> {}, Optional.empty(), nanos).run();
        }
    }

    private Study study() throws IOException {
        return LoadedStudy.read(folder).study();
    }

    private static void report(Command.Start start, Consumer<Signal> to, int step) {
        to.accept(new Signal.Reported(
                start.trial(), start.attempt(), 1, step, Map.of("loss", 1.0 / step), Optional.empty()));
    }

    private static void finish(Command.Start start, Consumer<Signal> to) {
        report(start, to, 100);
        to.accept(over(start, Cause.FINISHED, "", OptionalInt.of(0)));
    }

    private static void kill(Command.Start start, Consumer<Signal> to) {
        to.accept(over(start, Cause.PREEMPTED, KILLED, OptionalInt.of(137)));
    }

    private static Signal.AttemptOver over(Command.Start start, Cause cause, String message, OptionalInt exit) {
        return new Signal.AttemptOver(start.trial(), start.attempt(), cause, message, exit);
    }

    private static List<Cause> causes(Trial trial) {
        return trial.attempts().stream()
                .map(Attempt::cause)
                .map(Optional::orElseThrow)
                .toList();
    }

    private static String message(Trial trial) {
        return trial.lastAttempt().orElseThrow().message();
    }
}
