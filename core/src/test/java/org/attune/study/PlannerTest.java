package org.attune.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.attune.Specs;
import org.attune.sampler.Observation;
import org.attune.sampler.RandomSampler;
import org.attune.sampler.Sampler;
import org.attune.scheduler.HyperBand;
import org.attune.scheduler.HyperBandTable;
import org.attune.scheduler.HyperBandTable.Bracket;
import org.attune.scheduler.HyperBandTable.Rung;
import org.attune.scheduler.Schedulers;
import org.attune.simulate.SimulatedObjective;
import org.attune.simulate.Simulation;
import org.attune.space.Clause;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.spec.SamplerSpec;
import org.attune.spec.SchedulerSpec;
import org.attune.spec.StopRule;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecWriter;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final SimulatedObjective SLOPE = (configuration, step) ->
            SimulatedObjective.Step.of("loss", configuration.number("x") / step, 1 + configuration.number("y"));

    /** Remembers what it is told. */
    private static final class Listener implements Sampler {
        private final List<Observation> told = new ArrayList<>();
        private final Sampler random =
                new RandomSampler(Specs.random(new SchedulerSpec.Fifo(), 1).space(), 1);

        @Override
        public Optional<Configuration> propose(int trial) {
            return random.propose(trial);
        }

        @Override
        public void observe(Observation observation) {
            told.add(observation);
        }

        Map<Integer, Integer> countByBudget() {
            Map<Integer, Integer> counts = new TreeMap<>();
            told.forEach(observation -> counts.merge(observation.budget(), 1, Integer::sum));
            return counts;
        }
    }

    private final Listener sampler = new Listener();

    @Test
    void everyRungResultReachesTheModelOnceAlsoThoseOfTrialsThatEndThere() {
        // The brackets of a run in which another tuner's model saw 8, 7 and 3 of its 9, 8 and 6 results.
        HyperBandTable table = new HyperBandTable(
                List.of(
                        new Bracket(List.of(new Rung(9, 1), new Rung(3, 3), new Rung(1, 9))),
                        new Bracket(List.of(new Rung(5, 3), new Rung(2, 9))),
                        new Bracket(List.of(new Rung(3, 9)))),
                3);
        StudySpec spec = Specs.random(new SchedulerSpec.HyperBand(9, 3, 1), 17);
        for (int workers = 1; workers <= 8; workers++) {
            sampler.told.clear();
            Simulation.run(new Planner(spec, sampler, new HyperBand(table)), SLOPE, workers);
            assertThat(sampler.countByBudget()).isEqualTo(Map.of(1, 9, 3, 8, 9, 6));
            assertThat(sampler.told.stream()
                            .map(one -> List.of(one.trial(), one.budget()))
                            .toList())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aCrashIsToldToTheModelAsBadAndALostProcessIsNot() {
        Planner planner = planner(new SchedulerSpec.HyperBand(9, 3, 1), 17);
        start(planner, 2);
        planner.accept(new Event.AttemptEnded(0, 1, Cause.ERROR, "boom", OptionalInt.of(1)), NOW);
        planner.accept(new Event.AttemptEnded(1, 1, Cause.NODE_LOST, "", OptionalInt.empty()), NOW);
        assertThat(sampler.told)
                .containsExactly(
                        new Observation(0, planner.study().trial(0).configuration(), 1, Double.POSITIVE_INFINITY));
        assertThat(planner.study().trial(0).state()).isEqualTo(TrialState.FAILED);
        assertThat(planner.study().trial(1).state()).isEqualTo(TrialState.QUEUED);
    }

    @Test
    void anInterruptedTrialGoesFirstAndFromItsLastCheckpoint() {
        Planner planner = planner(new SchedulerSpec.HyperBand(9, 9, 1), 17);
        start(planner, 2);
        planner.accept(new Event.Reported(0, 1, 1, 1, Map.of("loss", Double.NaN), Optional.of("checkpoints/0/1")), NOW);
        planner.accept(new Event.AttemptEnded(0, 1, Cause.PAUSED, "", OptionalInt.empty()), NOW);
        planner.accept(new Event.AttemptEnded(1, 1, Cause.HEAD_LOST, "", OptionalInt.empty()), NOW);
        assertThat(planner.next("w"))
                .isEqualTo(new Next.Begin(
                        Optional.empty(), new Event.AttemptStarted(1, 2, "w", OptionalInt.of(1), 0, Optional.empty())));
        assertThat(planner.study().trial(0).latestCheckpoint().orElseThrow().checkpoint())
                .contains("checkpoints/0/1");
    }

    @Test
    void aTrialThatEndsAfterItWasDecidedOnIsNotJudgedAgain() {
        Planner planner = planner(new SchedulerSpec.HyperBand(1, 3, 1), 3);
        start(planner, 1);
        assertThat(planner.accept(new Event.Reported(0, 1, 1, 1, Map.of("loss", 0.5), Optional.empty()), NOW))
                .containsExactly(new Event.Decided(0, Verdict.COMPLETE));
        planner.accept(new Event.AttemptEnded(0, 1, Cause.FINISHED, "", OptionalInt.of(0)), NOW);
        assertThat(sampler.told).hasSize(1);
    }

    @Test
    void aStudyInWhichNothingEverWorksGivesUp() {
        Planner planner = planner(new SchedulerSpec.Fifo(), 100);
        for (int trial = 0; trial < 5; trial++) {
            assertThat(planner.reasonToEnd()).isEmpty();
            start(planner, 1);
            planner.accept(new Event.AttemptEnded(trial, 1, Cause.ERROR, "boom", OptionalInt.of(1)), NOW);
        }
        assertThat(planner.reasonToEnd()).contains("failures");
    }

    @Test
    void aJournalReplayedAtAnyPointLeadsToTheSameNextSteps() {
        StudySpec spec = Specs.random(new SchedulerSpec.HyperBand(9, 3, 1), 30);
        List<Event> events = Simulation.run(spec, SLOPE, 3).events();
        Planner replayed = new Planner(spec);
        for (Event event : events) {
            if (event instanceof Event.TrialCreated created) {
                assertThat(((Next.Begin) replayed.next("w")).created()).contains(created);
            } else if (event instanceof Event.AttemptStarted started) {
                // A trial created just now is offered again as one that waits in the queue.
                assertThat(((Next.Begin) replayed.next(started.worker())).started())
                        .isEqualTo(started);
            }
            replayed.replay(event, NOW);
        }
        assertThat(replayed.endReplay(NOW)).isEmpty();
        assertThat(replayed.study().trials()).allMatch(trial -> trial.state().isFinal());
        assertThat(replayed.next("w")).isInstanceOf(Next.Done.class);
    }

    @Test
    void decisionsThatATornJournalLostAreMadeAgain() {
        StudySpec spec = Specs.random(new SchedulerSpec.HyperBand(9, 3, 1), 30);
        List<Event> events = Simulation.run(spec, SLOPE, 3).events();
        for (int cut = 0; cut < events.size(); cut++) {
            Planner replayed = new Planner(spec);
            events.subList(0, cut).forEach(event -> replayed.replay(event, NOW));
            List<Event> lost = replayed.endReplay(NOW);
            assertThat(events.subList(cut, cut + lost.size())).isEqualTo(lost);
        }
    }

    @Test
    void aJournalWithAnotherDecisionIsRefused() {
        Planner planner = planner(new SchedulerSpec.HyperBand(9, 3, 1), 17);
        start(planner, 1);
        planner.replay(new Event.Reported(0, 1, 1, 1, Map.of("loss", 0.5), Optional.empty()), NOW);
        assertThatThrownBy(() -> planner.replay(new Event.Decided(0, Verdict.STOP), NOW))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("PAUSE")
                .hasMessageContaining("STOP");
    }

    @Test
    void trialsAreToldTheStepOfTheStopRuleThatHoldsNow() {
        Planner planner = new Planner(stoppingAt(50, new SchedulerSpec.Fifo()));
        start(planner, 1);
        planner.accept(new Event.SpecChanged(StudySpecWriter.toJson(stoppingAt(100, new SchedulerSpec.Fifo()))), NOW);
        assertThat(planner.until(planner.study().trial(0))).hasValue(100);
        assertThat(((Next.Begin) planner.next("w")).started().until()).hasValue(100);
    }

    @Test
    void aTrialIsToldTheStopRulesStepIfItComesBeforeTheRungs() {
        Planner planner = new Planner(stoppingAt(5, new SchedulerSpec.HyperBand(9, 9, 9)));
        assertThat(((Next.Begin) planner.next("w")).started().until()).hasValue(5);
    }

    @Test
    void aFailureThatMayBeTriedAgainIsNoneYet() {
        Planner planner = planner(Specs.withRetries(Specs.random(new SchedulerSpec.HyperBand(9, 3, 1), 17), 2));
        start(planner, 1);
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThat(fail(planner, 0, Cause.ERROR, "boom")).containsExactly(new Event.Decided(0, Verdict.RETRY));
            assertThat(planner.study().trial(0).state()).isEqualTo(TrialState.QUEUED);
            start(planner, 1);
        }
        assertThat(sampler.told).isEmpty();
        assertThat(fail(planner, 0, Cause.OUT_OF_MEMORY, "too much")).isEmpty();
        assertThat(planner.study().trial(0).state()).isEqualTo(TrialState.FAILED);
        assertThat(sampler.told).hasSize(1);
    }

    @Test
    void aTrialWhoseTimeIsUsedUpIsNotTriedAgain() {
        Planner planner = planner(Specs.withRetries(Specs.random(new SchedulerSpec.Fifo(), 17), 2));
        start(planner, 1);
        assertThat(fail(planner, 0, Cause.TIME_LIMIT, "it ran too long")).isEmpty();
        assertThat(planner.study().trial(0).state()).isEqualTo(TrialState.FAILED);
    }

    @Test
    void aRetryGoesOnFromTheLastCheckpoint() {
        Planner planner = planner(Specs.withRetries(Specs.random(new SchedulerSpec.HyperBand(9, 9, 9), 17), 1));
        start(planner, 1);
        planner.accept(new Event.Reported(0, 1, 1, 4, Map.of("loss", 0.5), Optional.of("checkpoints/0/4")), NOW);
        fail(planner, 0, Cause.ERROR, "boom");
        assertThat(((Next.Begin) planner.next("w")).started())
                .isEqualTo(new Event.AttemptStarted(0, 2, "w", OptionalInt.of(9), 4, Optional.of("checkpoints/0/4")));
    }

    @Test
    void onlyEqualFailuresOfOneRunEndAStudyAndOnlyThoseThatWereNotTriedAgain() {
        StudySpec spec = Specs.withRetries(Specs.withMaxFailures(Specs.random(new SchedulerSpec.Fifo(), 100), 2), 1);
        Planner planner = planner(spec);
        List<String> messages = List.of("no key 'a'", "disk full", "too long: 17", "no key 'b'");
        for (int trial = 0; trial < messages.size(); trial++) {
            assertThat(planner.reasonToEnd()).isEmpty();
            start(planner, 1);
            fail(planner, trial, Cause.ERROR, messages.get(trial));
            assertThat(planner.reasonToEnd()).isEmpty();
            start(planner, 1);
            fail(planner, trial, Cause.ERROR, messages.get(trial));
        }
        assertThat(planner.reasonToEnd()).contains("failures");
        planner.accept(new Event.HeadStarted(2, "here", 1), NOW);
        assertThat(planner.reasonToEnd()).isEmpty();
    }

    @Test
    void restingTrialsArePassedOverAndTheStudyIsNotDoneBeforeThem() {
        Planner planner = planner(Specs.random(new SchedulerSpec.Fifo(), 2));
        start(planner, 1);
        planner.accept(new Event.AttemptEnded(0, 1, Cause.NODE_LOST, "", OptionalInt.empty()), NOW);
        Next.Begin other = (Next.Begin) planner.next("w", trial -> trial == 0);
        assertThat(other.started().trial()).isEqualTo(1);
        planner.accept(other.created().orElseThrow(), NOW);
        planner.accept(other.started(), NOW);
        planner.accept(new Event.AttemptEnded(1, 1, Cause.FINISHED, "", OptionalInt.of(0)), NOW);
        assertThat(planner.next("w", trial -> trial == 0)).isInstanceOf(Next.Wait.class);
        assertThat(((Next.Begin) planner.next("w")).started().trial()).isZero();
    }

    @Test
    void aGridThatIsThroughWaitsForWhatRests() {
        StudySpec grid = Specs.of(new SamplerSpec.Grid(1, Map.of()), new SchedulerSpec.Fifo(), 10);
        Planner planner = new Planner(grid);
        start(planner, 1);
        planner.accept(new Event.AttemptEnded(0, 1, Cause.NODE_LOST, "", OptionalInt.empty()), NOW);
        assertThat(planner.next("w", trial -> true)).isInstanceOf(Next.Wait.class);
    }

    private static List<Event> fail(Planner planner, int trial, Cause cause, String message) {
        int attempt = planner.study().trial(trial).attempts().size();
        return planner.accept(new Event.AttemptEnded(trial, attempt, cause, message, OptionalInt.of(1)), NOW);
    }

    private Planner planner(StudySpec spec) {
        return new Planner(spec, sampler, Schedulers.create(spec.scheduler()));
    }

    private static StudySpec stoppingAt(int step, SchedulerSpec scheduler) {
        return Specs.withStop(Specs.random(scheduler, 17), new StopRule(OptionalInt.of(step), Map.of()));
    }

    private Planner planner(SchedulerSpec scheduler, int trials) {
        StudySpec spec = Specs.random(scheduler, trials);
        return new Planner(spec, sampler, Schedulers.create(scheduler));
    }

    private static void start(Planner planner, int trials) {
        for (int i = 0; i < trials; i++) {
            Next.Begin begin = (Next.Begin) planner.next("w");
            begin.created().ifPresent(created -> planner.accept(created, NOW));
            planner.accept(begin.started(), NOW);
        }
    }

    @Test
    void initialConfigurationsAreCompletedSoThatTheyAreAllowed() {
        SearchSpace space = SearchSpace.builder()
                .categorical("optimizer", "adam", "sgd", "rmsprop")
                .uniform("momentum", 0, 1)
                .integer("warmup", 1, 9)
                .uniform("lr", 0, 1)
                .when("momentum", Clause.equal("optimizer", "sgd"))
                .when("warmup", Clause.greater("momentum", 0.9))
                .forbid(Clause.all(Clause.equal("optimizer", "sgd"), Clause.greater("lr", 0.5)))
                .build();
        List<Map<String, Object>> initial =
                List.of(Map.of("warmup", 3L), Map.of("optimizer", "adam"), Map.of("lr", 0.75), Map.of("momentum", 0.5));
        for (SamplerSpec sampler :
                List.of(new SamplerSpec.Random(), SamplerSpec.Bohb.standard(), new SamplerSpec.Grid(3, Map.of()))) {
            for (long seed = 0; seed < 20; seed++) {
                Planner planner = new Planner(Specs.of(space, sampler, initial, seed));
                for (Map<String, Object> given : initial) {
                    Next.Begin begin = (Next.Begin) planner.next("local");
                    Configuration configuration = begin.created().orElseThrow().configuration();
                    assertThat(space.check(configuration.values()))
                            .as("seed %d", seed)
                            .isEqualTo(configuration);
                    assertThat(configuration.values()).containsAllEntriesOf(given);
                    planner.accept(begin.created().orElseThrow(), NOW);
                    planner.accept(begin.started(), NOW);
                }
            }
        }
    }
}
