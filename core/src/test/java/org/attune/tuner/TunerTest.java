package org.attune.tuner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.attune.Specs;
import org.attune.analysis.LoadedStudy;
import org.attune.journal.Journal;
import org.attune.space.SearchSpace;
import org.attune.spec.SchedulerSpec;
import org.attune.spec.StopRule;
import org.attune.spec.StudySpec;
import org.attune.study.Cause;
import org.attune.study.Study;
import org.attune.study.Trial;
import org.attune.study.TrialState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The loop over real journals, with trials in this process. */
@Timeout(120)
class TunerTest {
    private static final StudySpec HYPERBAND = Specs.random(new SchedulerSpec.HyperBand(9, 3, 1), 17);

    @TempDir
    private Path folder;

    /** Reports x / step until it is told to end, with a checkpoint each step that says which step it is. */
    private static final JavaTrainable SLOPE = trial -> {
        trial.checkpoint().ifPresent(path -> assertThat(read(path)).isEqualTo(String.valueOf(trial.step())));
        for (int step = trial.step() + 1; ; step++) {
            Path checkpoint = trial.newCheckpoint();
            Files.writeString(checkpoint.resolve("step"), String.valueOf(step));
            trial.report(step, Map.of("loss", trial.configuration().number("x") / step), Optional.of(checkpoint));
        }
    };

    @Test
    void aStudyRunsToItsEndAndTheJournalHoldsAllOfIt() throws IOException {
        assertThat(run(HYPERBAND, SLOPE, 4)).isEqualTo(Outcome.TRIALS);
        Study study = LoadedStudy.read(folder).study();
        assertThat(study.trials()).hasSize(17).allMatch(trial -> trial.state().isFinal());
        assertThat(study.trials()).allSatisfy(TunerTest::hasEachStepOnce);
        assertThat(study.endReason()).contains("trials");
        assertThat(study.trials().stream().filter(trial -> trial.step() == 9)).hasSize(5);
    }

    @Test
    void onlyTheBestTrialsCheckpointIsLeftInTheEnd() throws IOException {
        run(HYPERBAND, SLOPE, 4);
        Trial best = LoadedStudy.read(folder).study().best().orElseThrow();
        assertThat(checkpoints())
                .containsExactly("checkpoints/" + best.id() + "/"
                        + best.best().orElseThrow().step());
    }

    @Test
    void trialsReceiveDerivedValuesAndOneThatHasNoneFailsAloneAndSaysWhy() throws IOException {
        StudySpec spec = StudySpec.builder("test")
                .minimize("loss")
                .space(SearchSpace.builder().integer("x", 0, 1_000_000).build())
                .derived("inverse", "1 / (x - 500001)")
                .initial(Map.of("x", 500_001))
                .initial(Map.of("x", 500_003))
                .random()
                .trials(4)
                .build();

        assertThat(run(
                        spec,
                        trial -> trial.report(
                                Map.of("loss", trial.configuration().number("inverse"))),
                        2))
                .isEqualTo(Outcome.TRIALS);
        Study study = LoadedStudy.read(folder).study();
        assertThat(study.trial(0).state()).isEqualTo(TrialState.FAILED);
        assertThat(study.trial(0).attempts().get(0).message()).contains("'inverse'", "{x: 500001}", "divided by zero");
        assertThat(study.trial(1).bestValue()).isEqualTo(0.5);
        assertThat(study.trials())
                .filteredOn(trial -> trial.state() == TrialState.COMPLETED)
                .hasSize(3);
        assertThat(study.trial(1).configuration().values()).containsOnlyKeys("x");
    }

    @Test
    void anInterruptedStudyGoesOnWhereItStood() throws IOException {
        StudySpec spec =
                Specs.withStop(Specs.random(new SchedulerSpec.Fifo(), 6), new StopRule(OptionalInt.of(20), Map.of()));
        for (int interruptAt = 20; interruptAt <= 60; interruptAt += 20) {
            boolean isWarning = interruptAt == 40;
            assertThat(interruptAfter(interruptAt, spec, isWarning ? Tuner::allocationEnds : Tuner::interrupt))
                    .isEqualTo(isWarning ? Outcome.ALLOCATION : Outcome.INTERRUPTED);
            Study half = LoadedStudy.read(folder).study();
            assertThat(half.running()).isEmpty();
            assertThat(half.endReason()).isEmpty();
            assertThat(half.trials()).anyMatch(trial -> trial.state() == TrialState.QUEUED && trial.step() > 0);
        }
        assertThat(run(spec, SLOPE, 3)).isEqualTo(Outcome.TRIALS);
        Study whole = LoadedStudy.read(folder).study();
        assertThat(whole.trials()).hasSize(6).allSatisfy(TunerTest::hasEachStepOnce);
        assertThat(whole.trials()).allMatch(trial -> trial.step() == 20 && trial.state() == TrialState.COMPLETED);
    }

    private Outcome interruptAfter(int reports, StudySpec spec, Consumer<Tuner> how) throws IOException {
        AtomicInteger seen = new AtomicInteger();
        AtomicReference<Tuner> tuner = new AtomicReference<>();
        try (OpenedStudy opened = open(spec)) {
            tuner.set(opened.tuner(runner(SLOPE, 3), (study, events) -> {
                if (seen.incrementAndGet() == reports) {
                    how.accept(tuner.get());
                }
            }));
            return tuner.get().run();
        }
    }

    @Test
    void aStudyThatIsOverSaysSo() throws IOException {
        run(HYPERBAND, SLOPE, 4);
        try (OpenedStudy opened = open(HYPERBAND)) {
            assertThat(opened.outcome()).contains(Outcome.TRIALS);
        }
    }

    @Test
    void moreTrialsLetAStudyThatWasOverGoOn() throws IOException {
        run(HYPERBAND, SLOPE, 4);
        StudySpec more = Specs.random(HYPERBAND.scheduler(), 20);
        try (OpenedStudy opened = open(more)) {
            assertThat(opened.outcome()).isEmpty();
            assertThat(opened.changes())
                    .singleElement()
                    .asString()
                    .contains("trials")
                    .contains("17")
                    .contains("20");
        }
        assertThat(run(more, SLOPE, 4)).isEqualTo(Outcome.TRIALS);
        assertThat(LoadedStudy.read(folder).study().trials())
                .hasSize(20)
                .allMatch(trial -> trial.state().isFinal());
    }

    @Test
    void anotherSpaceIsTakenWhenItIsAcceptedAndResultsStay() throws IOException {
        run(HYPERBAND, SLOPE, 4);
        StudySpec wider = Specs.withSpace(
                Specs.random(HYPERBAND.scheduler(), 20),
                SearchSpace.builder().uniform("x", 0, 2).uniform("y", 0, 1).build());
        assertThatThrownBy(() -> open(wider))
                .isInstanceOf(SpecChangedException.class)
                .hasMessageContaining("space.x.high: 1.0 -> 2.0 (17 of 17 trials stay in the model)")
                .hasMessageContaining("--accept-changes");
        try (OpenedStudy opened =
                OpenedStudy.open(folder, wider, Opening.standard().acceptingChanges(true), Clock.systemUTC())) {
            assertThat(opened.changes()).hasSize(2);
        }
        assertThat(run(wider, SLOPE, 4)).isEqualTo(Outcome.TRIALS);
        assertThat(LoadedStudy.read(folder).study().trials()).hasSize(20);
    }

    @Test
    void anotherSchedulerIsRefusedWithWhatChanged() throws IOException {
        run(HYPERBAND, SLOPE, 4);
        StudySpec other = Specs.random(new SchedulerSpec.HyperBand(27, 3, 1), 17);
        assertThatThrownBy(() -> open(other))
                .isInstanceOf(SpecChangedException.class)
                .hasMessageContaining("27");
    }

    @Test
    void aTrialWithoutCheckpointsStartsAnewAndItsRepeatedStepsCountOnce() throws IOException {
        JavaTrainable forgetful = trial -> {
            for (int step = 1; ; step++) {
                trial.report(Map.of("loss", trial.configuration().number("x") / step));
            }
        };
        assertThat(run(HYPERBAND, forgetful, 4)).isEqualTo(Outcome.TRIALS);
        Study study = LoadedStudy.read(folder).study();
        assertThat(study.trials()).allSatisfy(TunerTest::hasEachStepOnce);
        assertThat(study.trials().stream().filter(trial -> trial.step() == 9)).hasSize(5);
    }

    @Test
    void aFailedTrialKeepsItsMessageAndTheStudyGoesOn() throws IOException {
        JavaTrainable flaky = trial -> {
            if (trial.trial() == 3) {
                throw new IllegalStateException("boom");
            }
            SLOPE.run(trial);
        };
        assertThat(run(HYPERBAND, flaky, 4)).isEqualTo(Outcome.TRIALS);
        Trial failed = LoadedStudy.read(folder).study().trial(3);
        assertThat(failed.state()).isEqualTo(TrialState.FAILED);
        assertThat(failed.lastAttempt().orElseThrow().message()).contains("boom");
    }

    @Test
    void aStudyStopsAfterTooManyFailuresAndCanGoOnOnceTheProgramIsMended() throws IOException {
        StudySpec spec = Specs.withMaxFailures(HYPERBAND, 3);
        assertThat(run(
                        spec,
                        trial -> {
                            throw new IllegalStateException("boom");
                        },
                        2))
                .isEqualTo(Outcome.FAILURES);
        assertThat(run(spec, SLOPE, 2)).isEqualTo(Outcome.TRIALS);
    }

    @Test
    void aTrialThatEndsWithoutAReportHasFailed() throws IOException {
        run(Specs.withMaxFailures(HYPERBAND, 1), trial -> {}, 1);
        Trial trial = LoadedStudy.read(folder).study().trial(0);
        assertThat(trial.state()).isEqualTo(TrialState.FAILED);
        assertThat(trial.lastAttempt().orElseThrow().message()).contains("without a report of 'loss'");
    }

    @Test
    void aTrialThatReportsOtherMetricsAloneHasFailedAndSaysWhichTheyWere() throws IOException {
        run(Specs.random(new SchedulerSpec.Fifo(), 1), trial -> trial.report(Map.of("mean_loss", 1.0)), 1);
        Trial trial = LoadedStudy.read(folder).study().trial(0);
        assertThat(trial.state()).isEqualTo(TrialState.FAILED);
        assertThat(trial.lastAttempt().orElseThrow().message()).contains("report of 'loss'", "It reported mean_loss");
    }

    @Test
    void aTargetEndsTheStudyAndCancelsWhatRuns() throws IOException {
        StudySpec spec = Specs.withTarget(HYPERBAND, 0.2);
        assertThat(run(spec, SLOPE, 3)).isEqualTo(Outcome.TARGET);
        Study study = LoadedStudy.read(folder).study();
        assertThat(study.trials()).allMatch(trial -> trial.state().isFinal());
        assertThat(study.best().orElseThrow().bestValue()).isLessThanOrEqualTo(0.2);
    }

    @Test
    void aTrialThatEndsByItselfIsComplete() throws IOException {
        StudySpec spec = Specs.random(new SchedulerSpec.Fifo(), 3);
        run(spec, trial -> trial.report(Map.of("loss", 1.0)), 2);
        assertThat(LoadedStudy.read(folder).study().trials())
                .hasSize(3)
                .allMatch(trial -> trial.state() == TrialState.COMPLETED);
    }

    @Test
    void aStopRuleEndsATrialThatWouldGoOnForEver() throws IOException {
        StudySpec spec =
                Specs.withStop(Specs.random(new SchedulerSpec.Fifo(), 3), new StopRule(OptionalInt.of(2), Map.of()));
        run(spec, SLOPE, 2);
        assertThat(LoadedStudy.read(folder).study().trials())
                .allMatch(trial -> trial.step() == 2 && trial.state() == TrialState.COMPLETED);
    }

    @Test
    void killedAtOnceATrialThatNeverReportsIsPutBackIntoTheQueue() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        JavaTrainable stuck = trial -> {
            started.countDown();
            new CountDownLatch(1).await();
        };
        try (OpenedStudy opened = open(HYPERBAND)) {
            Tuner tuner = opened.tuner(runner(stuck, 1), (study, events) -> {});
            Thread killer = new Thread(() -> {
                try {
                    started.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                tuner.kill();
            });
            killer.start();
            assertThat(tuner.run()).isEqualTo(Outcome.INTERRUPTED);
        }
        Trial trial = LoadedStudy.read(folder).study().trial(0);
        assertThat(trial.state()).isEqualTo(TrialState.QUEUED);
        assertThat(trial.lastAttempt().orElseThrow().cause()).contains(Cause.PREEMPTED);
    }

    @Test
    void timeCountsOverAllRunsOfAStudy() throws IOException {
        StudySpec spec = new StudySpecTime(HYPERBAND).limited(Duration.ofMillis(300));
        JavaTrainable slow = trial -> new CountDownLatch(1).await();
        assertThat(run(spec, slow, 1)).isEqualTo(Outcome.TIME);
        try (OpenedStudy opened = open(spec)) {
            assertThat(opened.outcome()).contains(Outcome.TIME);
        }
    }

    @Test
    void aStudyWhoseTimeWasCutShortStartsNothingMore() throws IOException {
        StudySpec spec = new StudySpecTime(HYPERBAND).limited(Duration.ofSeconds(2));
        JavaTrainable slow = trial -> new CountDownLatch(1).await();
        assertThat(run(spec, slow, 1)).isEqualTo(Outcome.TIME);
        assertThat(run(new StudySpecTime(HYPERBAND).limited(Duration.ofSeconds(1)), slow, 1))
                .isEqualTo(Outcome.TIME);
        assertThat(LoadedStudy.read(folder).study().trial(0).attempts()).hasSize(1);
    }

    @Test
    void aTargetThatWasReachedBeforeItWasSetEndsTheStudyAtOnce() throws IOException {
        StudySpec endless =
                Specs.withStop(Specs.random(new SchedulerSpec.Fifo(), 50), new StopRule(OptionalInt.of(3), Map.of()));
        assertThat(interruptAfter(20, endless, Tuner::interrupt)).isEqualTo(Outcome.INTERRUPTED);
        int attempts = attempts();
        assertThat(run(Specs.withTarget(endless, 2), SLOPE, 3)).isEqualTo(Outcome.TARGET);
        assertThat(attempts()).isEqualTo(attempts);
        assertThat(LoadedStudy.read(folder).study().trials())
                .allMatch(trial -> trial.state().isFinal());
    }

    @Test
    void killedWhileAStartIsBeingWrittenAStudyDoesNotWaitForThatTrial() throws IOException {
        JavaTrainable silent = trial -> new CountDownLatch(1).await();
        AtomicReference<Tuner> tuner = new AtomicReference<>();
        AtomicInteger starts = new AtomicInteger();
        StudySpec patient = new StudySpecTime(HYPERBAND).limited(Duration.ofHours(1), Duration.ofHours(1));
        try (OpenedStudy opened = open(patient)) {
            tuner.set(opened.tuner(runner(silent, 3), (study, events) -> {
                if (starts.incrementAndGet() == 3) {
                    tuner.get().kill();
                }
            }));
            assertThat(tuner.get().run()).isEqualTo(Outcome.INTERRUPTED);
        }
        assertThat(LoadedStudy.read(folder).study().trials()).allMatch(trial -> trial.state() == TrialState.QUEUED);
    }

    @Test
    void aCheckpointOfAStepThatWasToldBeforeIsNotLeftBehind() throws IOException {
        JavaTrainable forgetful = trial -> {
            for (int step = 1; ; step++) {
                trial.report(step, Map.of("loss", 1.0), Optional.of(trial.newCheckpoint()));
            }
        };
        run(HYPERBAND, forgetful, 1);
        try (Stream<Path> left = Files.walk(folder.resolve("checkpoints"))) {
            assertThat(left.filter(path -> path.getNameCount() == folder.getNameCount() + 3))
                    .hasSize(1);
        }
    }

    private int attempts() throws IOException {
        return LoadedStudy.read(folder).study().trials().stream()
                .mapToInt(trial -> trial.attempts().size())
                .sum();
    }

    private record StudySpecTime(StudySpec s) {
        StudySpec limited(Duration limit) {
            return limited(limit, Duration.ofMillis(100));
        }

        StudySpec limited(Duration limit, Duration grace) {
            return new StudySpec(
                    s.study(),
                    s.objective(),
                    s.space(),
                    s.derived(),
                    s.sampler(),
                    s.scheduler(),
                    s.trials(),
                    s.maxParallel(),
                    Optional.of(limit),
                    s.trialTimeLimit(),
                    s.maxFailures(),
                    s.retries(),
                    s.target(),
                    s.initial(),
                    s.stop(),
                    s.resources(),
                    s.trainable(),
                    grace,
                    s.seed(),
                    s.slurm());
        }
    }

    private Outcome run(StudySpec spec, JavaTrainable trainable, int slots) throws IOException {
        try (OpenedStudy opened = open(spec)) {
            return opened.tuner(runner(trainable, slots), (study, events) -> {}).run();
        }
    }

    private OpenedStudy open(StudySpec spec) throws IOException {
        return OpenedStudy.open(folder, spec, Opening.standard(), Clock.systemUTC());
    }

    private InProcessRunner runner(JavaTrainable trainable, int slots) {
        return new InProcessRunner(trainable, new Capacity(slots, "the test"), folder);
    }

    private List<String> checkpoints() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("checkpoints"))) {
            List<String> found = new ArrayList<>();
            files.filter(file -> file.endsWith("step"))
                    .forEach(file ->
                            found.add(folder.relativize(file.getParent()).toString()));
            return found;
        }
    }

    private static String read(Path checkpoint) {
        try {
            return Files.readString(checkpoint.resolve("step"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void hasEachStepOnce(Trial trial) {
        List<Integer> steps =
                trial.reports().stream().map(report -> report.step()).toList();
        for (int i = 0; i < steps.size(); i++) {
            assertThat(steps.get(i)).isEqualTo(i + 1);
        }
    }

    @Test
    void aStudyThatNeverBeganLeavesNoTraceAndMayBeDefinedAnew() throws IOException {
        try (OpenedStudy opened = open(HYPERBAND)) {
            opened.forgetUnlessBegun();
        }
        StudySpec other = Specs.random(new SchedulerSpec.Fifo(), 1);
        assertThat(run(other, trial -> trial.report(Map.of("loss", 1.0)), 1)).isEqualTo(Outcome.TRIALS);
        try (OpenedStudy opened = open(other)) {
            opened.forgetUnlessBegun();
        }
        assertThat(LoadedStudy.read(folder).study().trials()).hasSize(1);
    }

    @Test
    void aStudyThatNeverBeganTakesItsFolderWithItUnlessThatWasThereOrHoldsSomethingElse() throws IOException {
        Path fresh = folder.resolve("fresh");
        neverBegins(fresh, "made");
        assertThat(fresh).doesNotExist();

        Path used = folder.resolve("used");
        neverBegins(used, "made", "notes of somebody");
        assertThat(used).isDirectoryNotContaining("glob:**/{made,journal.jsonl}");
        assertThat(used.resolve("notes of somebody")).exists();

        Path before = Files.createDirectories(folder.resolve("before"));
        neverBegins(before, "made");
        assertThat(before.resolve("made")).exists();
        assertThat(before.resolve(Journal.FILE)).doesNotExist();

        try (OpenedStudy opened = OpenedStudy.open(before, HYPERBAND, Opening.standard(), Clock.systemUTC())) {
            assertThat(opened.changes()).isEmpty();
        }
        neverBegins(before, "made");
        assertThat(before.resolve(Journal.FILE))
                .as("what another run has begun")
                .exists();
    }

    private static void neverBegins(Path study, String... files) throws IOException {
        try (OpenedStudy opened = OpenedStudy.open(study, HYPERBAND, Opening.standard(), Clock.systemUTC())) {
            for (String file : files) {
                Files.writeString(study.resolve(file), "");
            }
            opened.forgetUnlessBegun("made");
        }
    }

    @Test
    void aStudyWithoutAnyResultHasFailed() throws IOException {
        StudySpec spec = Specs.random(new SchedulerSpec.Fifo(), 2);
        assertThat(run(
                        spec,
                        trial -> {
                            throw new IllegalStateException("boom");
                        },
                        1))
                .isEqualTo(Outcome.FAILURES);
        assertThat(run(spec, SLOPE, 1)).isEqualTo(Outcome.FAILURES);
    }

    /** Tells all of a trial's steps at once and waits for no answer, as a program does that only prints. */
    private static void reportNineSteps(Command command, ScriptedRunner runner) {
        if (command instanceof Command.Start start) {
            for (int step = 1; step <= 9; step++) {
                runner.say(new Signal.Reported(
                        start.trial(),
                        start.attempt(),
                        step,
                        step,
                        Map.of("loss", start.configuration().number("x") + step),
                        Optional.empty()));
            }
        } else if (command instanceof Command.Answer answer && answer.verdict().isPresent()) {
            runner.say(new Signal.AttemptOver(answer.trial(), answer.attempt(), Cause.PAUSED, "", OptionalInt.empty()));
        }
    }

    @Test
    void whatATrialTellsAfterItWasToPauseCountsWhenItGoesOn() throws IOException {
        try (OpenedStudy opened = open(HYPERBAND)) {
            ScriptedRunner printing = new ScriptedRunner(2, TunerTest::reportNineSteps);
            assertThat(opened.tuner(printing, (study, events) -> {}).run()).isEqualTo(Outcome.TRIALS);
        }
        Study study = LoadedStudy.read(folder).study();
        assertThat(study.trials()).allSatisfy(TunerTest::hasEachStepOnce);
        assertThat(study.trials()).extracting(Trial::step).containsOnly(1, 3, 9);
        assertThat(study.trials().stream().filter(trial -> trial.step() == 9)).hasSize(5);
    }
}
