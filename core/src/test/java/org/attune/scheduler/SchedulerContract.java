package org.attune.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.attune.sampler.Randomness;
import org.junit.jupiter.api.Test;

/** What every scheduler keeps to. A subclass says how to make one. */
abstract class SchedulerContract {
    private static final long SEED = 7;
    private static final int TRIALS = 60;

    abstract Scheduler make();

    /** A scheduler under test, with trials that report, end, fail and are cancelled at random; in every other world not all that is offered begins. */
    private final class World {
        final Scheduler scheduler = make();
        final RandomGenerator random;
        final Map<Integer, Integer> running = new HashMap<>();
        final Map<Integer, Integer> paused = new HashMap<>();
        final Set<Integer> over = new HashSet<>();
        final Set<Integer> cancelled = new HashSet<>();
        final List<Decision> decisions = new ArrayList<>();
        int created;

        final boolean isReluctant;

        World(long seed) {
            isReluctant = seed % 2 == 1;
            random = Randomness.of(SEED, seed, "contract");
            scheduler.limit(TRIALS);
        }

        void run() {
            while (true) {
                while (running.size() < 4 && start()) {}
                if (running.isEmpty()) {
                    return;
                }
                List<Integer> trials = new ArrayList<>(running.keySet());
                happen(trials.get(random.nextInt(trials.size())));
            }
        }

        boolean start() {
            NextStep next = scheduler.next(paused::containsKey, this::fits);
            assertThat(scheduler.next(paused::containsKey, this::fits))
                    .as("next changes nothing")
                    .isEqualTo(next);
            if (isReluctant && next instanceof NextStep.Wait && running.isEmpty()) {
                next = scheduler.next(paused::containsKey);
            }
            if (next instanceof NextStep.Start start) {
                running.put(created, 0);
                scheduler.created(created++, start.bracket());
            } else if (next instanceof NextStep.Resume resume) {
                assertThat(paused).containsKey(resume.trial());
                running.put(resume.trial(), paused.remove(resume.trial()));
                scheduler.resumed(resume.trial());
            } else {
                assertThat(next instanceof NextStep.Done).as("done").isEqualTo(running.isEmpty());
                return false;
            }
            return true;
        }

        boolean fits(NextStep.Start start) {
            return !isReluctant || (start.bracket() + created) % 3 != 0;
        }

        void happen(int trial) {
            double dice = random.nextDouble();
            int step = running.get(trial) + 1;
            if (dice < 0.02) {
                end(trial, scheduler.failed(trial));
            } else if (dice < 0.04 || step > 30) {
                end(trial, scheduler.finished(trial, random.nextDouble()));
            } else if (dice < 0.05) {
                cancelled.add(trial);
                end(trial, scheduler.cancelled(trial));
            } else {
                running.put(trial, step);
                follow(scheduler.reported(
                        trial, step, random.nextInt(10) == 0 ? Double.POSITIVE_INFINITY : random.nextDouble()));
            }
        }

        void end(int trial, List<Decision> following) {
            running.remove(trial);
            over.add(trial);
            follow(following);
        }

        void follow(List<Decision> following) {
            decisions.addAll(following);
            for (Decision decision : following) {
                if (decision instanceof Decision.Pause pause) {
                    assertThat(running).containsKey(pause.trial());
                    paused.put(pause.trial(), running.remove(pause.trial()));
                } else if (decision instanceof Decision.Stop stop) {
                    close(stop.trial());
                } else if (decision instanceof Decision.Complete complete) {
                    close(complete.trial());
                }
            }
        }

        void close(int trial) {
            assertThat(over).as("a trial ends once").doesNotContain(trial);
            assertThat(running.remove(trial) != null || paused.remove(trial) != null)
                    .isTrue();
            over.add(trial);
        }
    }

    @Test
    void everyTrialComesToAnEnd() {
        for (int seed = 0; seed < 50; seed++) {
            World world = new World(seed);
            world.run();
            assertThat(world.created).isEqualTo(TRIALS);
            assertThat(world.over).as("seed %d", seed).hasSize(TRIALS);
            assertThat(world.paused).isEmpty();
        }
    }

    @Test
    void everyTrialIsObservedOnceAtEachBudgetAtMostAndAtLeastOnceUnlessCancelled() {
        for (int seed = 0; seed < 50; seed++) {
            World world = new World(seed);
            world.run();
            List<List<Integer>> observed = world.decisions.stream()
                    .filter(Decision.Observe.class::isInstance)
                    .map(Decision.Observe.class::cast)
                    .map(observe -> List.of(observe.trial(), observe.budget()))
                    .toList();
            assertThat(observed).as("seed %d", seed).doesNotHaveDuplicates();
            for (int trial = 0; trial < TRIALS; trial++) {
                int id = trial;
                assertThat(world.cancelled.contains(id) || observed.stream().anyMatch(one -> one.get(0) == id))
                        .as("seed %d, trial %d", seed, trial)
                        .isTrue();
            }
        }
    }

    @Test
    void theSameCallsGiveTheSameDecisions() {
        World one = new World(3);
        World two = new World(3);
        one.run();
        two.run();
        assertThat(one.decisions).isEqualTo(two.decisions);
    }
}
