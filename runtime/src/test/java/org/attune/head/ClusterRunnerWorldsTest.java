package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.attune.study.Cause;
import org.attune.wire.AttemptKey;
import org.junit.jupiter.api.Test;

/**
 * Worlds drawn at random in which links are cut, workers die, freeze, are lost and come back, and heads follow each
 * other: each attempt has one end, no report is left out, and nothing is left over.
 */
class ClusterRunnerWorldsTest {
    private static final int WORLDS = 2000;
    private static final int STEPS = 150;

    private static final class World {
        private final Random random;
        private final HeadWorld head;
        private final FakeTuner tuner = new FakeTuner();
        private final Demand demand;
        private final StringBuilder story = new StringBuilder();
        private final boolean newHeads;
        private ClusterRunner runner;
        private int boots;

        World(long seed) {
            random = new Random(seed);
            newHeads = random.nextInt(3) == 0;
            demand = Demands.of(random.nextInt(4) == 0 ? 2 : 1, 1, random.nextBoolean() ? 1 : 0);
            head = new HeadWorld(random);
            for (int i = 0; i < 2 + random.nextInt(3); i++) {
                head.worker("n" + i, 1 + random.nextInt(3), "a", "b");
            }
            goOn();
        }

        void play() {
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            finish();
        }

        private void goOn() {
            runner = head.runner(demand, OptionalInt.empty());
            tuner.drive(runner);
        }

        private void step() {
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4, 5 -> head.links.step();
                case 6 -> head.links.runAll();
                case 7, 8 -> note("start", tuner.start());
                case 9, 10 -> tuner.settleOne();
                case 11, 12, 13 -> worker().ifPresent(this::trialDoesSomething);
                case 14 ->
                    worker().filter(one -> !one.isConnected()).ifPresent(one -> {
                        note("dial", one.name);
                        one.dial(head.roster);
                    });
                case 15 ->
                    worker().filter(one -> random.nextInt(3) == 0).ifPresent(one -> {
                        note("cut", one.name);
                        one.cut();
                    });
                case 16 -> head.timer.pass(Duration.ofMillis(random.nextInt(2500)));
                case 17 ->
                    pick(new ArrayList<>(tuner.running.keySet())).ifPresent(key -> {
                        note("end", key);
                        tuner.end(key, random.nextBoolean());
                    });
                case 18 ->
                    worker().filter(one -> random.nextInt(4) == 0).ifPresent(one -> {
                        note("die", one.name);
                        one.die("boot-" + boots++);
                    });
                default -> {
                    if (newHeads && random.nextInt(5) == 0) {
                        note("head", "");
                        head.startHead();
                        goOn();
                    }
                }
            }
        }

        private void trialDoesSomething(FakeWorker worker) {
            List<AttemptKey> running = worker.trials.keySet().stream()
                    .filter(key -> worker.trials.get(key).over == null)
                    .toList();
            pick(running).ifPresent(key -> {
                if (random.nextInt(3) > 0) {
                    note("report " + worker.name, key);
                    worker.report(key);
                } else {
                    note("over " + worker.name, key);
                    worker.end(key, random.nextBoolean() ? Cause.FINISHED : Cause.ERROR);
                }
            });
        }

        private void finish() {
            for (FakeWorker worker : head.workers.values()) {
                if (!worker.isConnected()) {
                    worker.dial(head.roster);
                }
            }
            for (int i = 0; i < 100; i++) {
                tuner.reserveInVain();
                List.copyOf(tuner.running.keySet()).forEach(key -> tuner.end(key, false));
                head.pass(Duration.ofSeconds(1));
                tuner.settleAll();
            }
            assertThat(tuner.running).as("attempts without an end").isEmpty();
            assertThat(head.workers.values())
                    .allSatisfy(
                            worker -> assertThat(worker.trials).as(worker.name).isEmpty());
            assertThat(head.workers.values())
                    .allSatisfy(worker -> assertThat(head.arbiter.free(worker.name))
                            .as("all is given back")
                            .containsEntry("cpu", worker.grants.cpu())
                            .containsEntry("gpu", 2.0));
        }

        private Optional<FakeWorker> worker() {
            return pick(new ArrayList<>(head.workers.values()));
        }

        private <T> Optional<T> pick(List<T> of) {
            return of.isEmpty() ? Optional.empty() : Optional.of(of.get(random.nextInt(of.size())));
        }

        private void note(String what, Object of) {
            story.append(what).append(' ').append(of).append('\n');
        }
    }

    @Test
    void eachAttemptEndsOnceAndNothingIsLeftOver() {
        long first = new Random().nextInt();
        System.out.println("ClusterRunnerWorldsTest: worlds from seed " + first);
        for (long seed = first; seed < first + WORLDS; seed++) {
            World world = new World(seed);
            try {
                world.play();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("world of seed " + seed + ":\n" + world.story + world.tuner.signals, e);
            }
        }
    }
}
