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
import org.attune.space.Configuration;
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
}
