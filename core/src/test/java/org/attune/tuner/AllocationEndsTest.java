package org.attune.tuner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.attune.Specs;
import org.attune.analysis.LoadedStudy;
import org.attune.spec.SchedulerSpec;
import org.attune.spec.StudySpec;
import org.attune.study.Attempt;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Study;
import org.attune.study.Trial;
import org.attune.study.TrialState;
import org.attune.timeleft.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a study and its trials when the allocation ends. */
@Timeout(120)
class AllocationEndsTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final JavaTrainable ENDLESS = trial -> new CountDownLatch(1).await();

    @TempDir
    private Path folder;

    private final List<String> held = new ArrayList<>();
    private final MutableClock clock = new MutableClock();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void trialsPauseBeforeItWithAllTheyHaveAndTheSameStudyGoesOnInTheNext() throws IOException {
        StudySpec spec = Specs.random(new SchedulerSpec.HyperBand(9, 3, 1), 12);
        int allocations = 0;
        Outcome outcome = Outcome.ALLOCATION;
        for (; outcome == Outcome.ALLOCATION && allocations < 200; allocations++) {
            outcome = run(spec, stepsOf(20), Duration.ofMillis(600));
        }
        assertThat(outcome).isEqualTo(Outcome.TRIALS);
        assertThat(allocations).isGreaterThan(1);
        assertThat(study().trials()).hasSize(12).allMatch(trial -> trial.state().isFinal());
        assertThat(study().trials()).noneMatch(trial -> trial.state() == TrialState.FAILED);
        for (Trial trial : study().trials()) {
            assertThat(trial.reports().stream().map(report -> report.step()))
                    .isSorted()
                    .doesNotHaveDuplicates();
            for (int i = 1; i < trial.attempts().size(); i++) {
                int number = trial.attempts().get(i - 1).number();
                int saved = trial.reports().stream()
                        .filter(report -> report.attempt() <= number)
                        .mapToInt(report -> report.step())
                        .max()
                        .orElse(0);
                assertThat(trial.attempts().get(i).from()).isEqualTo(saved);
            }
        }
    }

    @Test
    void aTrialThatDoesNotReportIsAskedToEndInTime() throws IOException {
        StudySpec spec = Specs.random(new SchedulerSpec.Fifo(), 2);
        assertThat(run(spec, ENDLESS, Duration.ofSeconds(1))).isEqualTo(Outcome.ALLOCATION);
        assertThat(study().trials()).allSatisfy(trial -> {
            assertThat(trial.state()).isEqualTo(TrialState.QUEUED);
            Attempt attempt = trial.lastAttempt().orElseThrow();
            assertThat(attempt.cause()).contains(Cause.PREEMPTED);
            assertThat(attempt.message()).isEqualTo("interrupted, as its allocation ends");
        });
    }

    @Test
    void whatDoesNotFitIsNotBegunAndTheRunEndsAsSoonAsNothingDoes() throws IOException {
        runPairs(2, LONG, Duration.ZERO);
        Instant end = clock.instant().plusMillis(1900);
        assertThat(runPairs(6, Duration.ofMillis(1900), Duration.ZERO)).isEqualTo(Outcome.ALLOCATION);
        assertThat(study().trials()).hasSize(4).extracting(Trial::state).containsOnly(TrialState.COMPLETED);
        assertThat(held).hasSize(1);
        assertThat(held.get(0)).startsWith("trial 4 waits for the next allocation: a step needs 1 s, ");
        assertThat(study().latest()).isBefore(end);
    }

    @Test
    void aClockThatIsSetWhileTrialsBeginIsNotLearntFrom() throws IOException {
        assertThat(runPairs(6, Duration.ofMillis(2900), Duration.ofDays(30))).isEqualTo(Outcome.ALLOCATION);
        assertThat(study().trials()).hasSize(4).extracting(Trial::state).containsOnly(TrialState.COMPLETED);
        assertThat(held.get(0)).startsWith("trial 4 waits for the next allocation: a step needs 1 s, ");
    }

    @Test
    void anEndThatIsFarChangesNothing() throws IOException {
        StudySpec spec = Specs.random(new SchedulerSpec.HyperBand(9, 3, 1), 12);
        assertThat(run(spec, stepsOf(0), LONG)).isEqualTo(Outcome.TRIALS);
        assertThat(held).isEmpty();
        assertThat(study().trials())
                .allSatisfy(trial -> assertThat(trial.attempts())
                        .noneMatch(attempt -> attempt.cause().orElseThrow() == Cause.PREEMPTED));
    }

    @Test
    void anEndThatIsPutOffOrComesSoonerIsThatOfAnAllocationWhichWasThatLongFromItsBeginning() {
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        InProcessRunner runner = new InProcessRunner(ENDLESS, new Capacity(2, "the test"), folder);
        Ends ends = new Ends(runner, clock, nanos::get, Duration.ofSeconds(30));
        ends.areSaved(true);
        ends.runEnds(Instant.EPOCH.plus(Duration.ofMinutes(60)));
        assertThat(ends.span()).contains(new Span(Duration.ofSeconds(3585), Duration.ofSeconds(3585)));
        for (int minutes : new int[] {90, 61}) {
            nanos.set(Duration.ofMinutes(59).toNanos());
            ends.runEnds(Instant.EPOCH.plus(Duration.ofMinutes(minutes - 59)));
            assertThat(ends.toAsk()).contains(Duration.ofMinutes(minutes - 59).minusSeconds(15));
            assertThat(ends.span().orElseThrow().whole())
                    .isEqualTo(Duration.ofMinutes(minutes).minusSeconds(15));
        }
    }

    @Test
    void anEndThatComesSoonerThanWasSaidIsMindedByTrialsThatRun() throws IOException {
        StudySpec spec = Specs.random(new SchedulerSpec.Fifo(), 2);
        assertThat(run(spec, ENDLESS, LONG, Duration.ofSeconds(1))).isEqualTo(Outcome.ALLOCATION);
        assertThat(study().trials())
                .allSatisfy(trial ->
                        assertThat(trial.lastAttempt().orElseThrow().cause()).contains(Cause.PREEMPTED));
    }

    /** Steps that take so long, each saved. */
    private static JavaTrainable stepsOf(long millis) {
        return trial -> {
            for (int step = trial.step() + 1; step <= 9; step++) {
                Thread.sleep(millis);
                trial.report(step, Map.of("loss", 1.0 / step), Optional.of(trial.newCheckpoint()));
            }
        };
    }

    private Outcome run(StudySpec spec, JavaTrainable trainable, Duration left) throws IOException {
        return run(spec, trainable, left, left);
    }

    /** @param later what is left as is said when two trials run */
    private Outcome run(StudySpec spec, JavaTrainable trainable, Duration left, Duration later) throws IOException {
        AtomicReference<Tuner> running = new AtomicReference<>();
        try (OpenedStudy opened = OpenedStudy.open(folder, spec, Opening.standard(), Clock.systemUTC())) {
            Tuner tuner = opened.tuner(
                    new InProcessRunner(trainable, new Capacity(2, "the test"), folder), new TunerListener() {
                        @Override
                        public void changed(Study study, List<Event> events) {
                            if (study.running().size() == 2 && !later.equals(left)) {
                                Optional.ofNullable(running.getAndSet(null))
                                        .ifPresent(tuner ->
                                                tuner.mustEndBy(Instant.now().plus(later)));
                            }
                        }

                        @Override
                        public void heldBack(String what) {
                            held.add(what);
                        }
                    });
            tuner.mustEndBy(Instant.now().plus(left));
            running.set(tuner);
            return tuner.run();
        }
    }

    /**
     * Runs trials of one step, in pairs. A step takes a second, by a clock that goes on when both have begun.
     *
     * @param set by how much that clock is set ahead while the first two begin
     */
    private Outcome runPairs(int trials, Duration left, Duration set) throws IOException {
        Semaphore steps = new Semaphore(0);
        JavaTrainable trainable = trial -> {
            steps.acquire();
            trial.report(1, Map.of("loss", 1.0), Optional.of(trial.newCheckpoint()));
        };
        TunerListener pairs = new TunerListener() {
            private int begun;

            @Override
            public void changed(Study study, List<Event> events) {
                if (events.stream().noneMatch(Event.AttemptPlaced.class::isInstance)) {
                    return;
                }
                begun++;
                if (begun == 1) {
                    clock.advance(set);
                } else if (begun % 2 == 0) {
                    clock.advance(STEP);
                    nanos.addAndGet(STEP.toNanos());
                    steps.release(2);
                }
            }

            @Override
            public void heldBack(String what) {
                held.add(what);
            }
        };
        StudySpec spec = Specs.random(new SchedulerSpec.Fifo(), trials);
        try (OpenedStudy opened = OpenedStudy.open(folder, spec, Opening.standard(), clock)) {
            InProcessRunner runner = new InProcessRunner(trainable, new Capacity(2, "the test"), folder);
            Tuner tuner = opened.tuner(runner, pairs, Optional.empty(), nanos::get);
            tuner.mustEndBy(clock.instant().plus(left));
            return tuner.run();
        }
    }

    private Study study() throws IOException {
        return LoadedStudy.read(folder).study();
    }
}
