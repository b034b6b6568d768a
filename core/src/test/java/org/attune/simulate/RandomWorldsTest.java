package org.attune.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.attune.Specs;
import org.attune.sampler.Randomness;
import org.attune.space.Clause;
import org.attune.space.SearchSpace;
import org.attune.space.SpaceBuilder;
import org.attune.spec.SamplerSpec;
import org.attune.spec.SchedulerSpec;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecWriter;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Next;
import org.attune.study.Planner;
import org.attune.study.Trial;
import org.attune.study.TrialState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Studies in which anything happens at any time: failures of several kinds, lost processes, lost heads, trials that rest or would run too long, other spaces. */
class RandomWorldsTest {
    private static final long SEED = 20261125;
    private static final int MOST_EVENTS = 4000;
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    static List<Integer> worlds() {
        return java.util.stream.IntStream.range(0, 40).boxed().toList();
    }

    @ParameterizedTest(name = "world {0} of seed " + SEED)
    @MethodSource("worlds")
    void theSameEventsLeadToTheSameDecisionsFromAnyPoint(int number) {
        World world = new World(number);
        world.run();
        Planner replayed = new Planner(world.spec);
        world.events.forEach(event -> replayed.replay(event, NOW));
        assertThat(replayed.endReplay(NOW)).isEmpty();
        assertThat(replayed.reasonToEnd()).isEqualTo(world.planner.reasonToEnd());
        assertThat(replayed.next("w")).isEqualTo(world.planner.next("w"));
        assertThat(replayed.study().trials().stream().map(Trial::state))
                .isEqualTo(world.planner.study().trials().stream()
                        .map(Trial::state)
                        .toList());
        for (int i = 0; i < 20; i++) {
            int cut = world.random.nextInt(world.events.size());
            Planner half = new Planner(world.spec);
            world.events.subList(0, cut).forEach(event -> half.replay(event, NOW));
            List<Event> lost = half.endReplay(NOW);
            assertThat(world.events.subList(cut, cut + lost.size())).isEqualTo(lost);
        }
    }

    @ParameterizedTest(name = "world {0} of seed " + SEED)
    @MethodSource("worlds")
    void aTrialFailsOnlyWhenItWasTriedAsOftenAsItMay(int number) {
        World world = new World(number);
        world.run();
        assertThat(world.planner.study().trials()).allSatisfy(trial -> {
            boolean late = trial.lastAttempt().flatMap(last -> last.cause()).stream()
                    .anyMatch(cause -> cause == Cause.TIME_LIMIT);
            if (trial.state() == TrialState.FAILED && !late) {
                assertThat(trial.failures()).isEqualTo(world.spec.retries() + 1);
            } else if (trial.state() != TrialState.FAILED) {
                assertThat(trial.failures()).isLessThanOrEqualTo(world.spec.retries());
            }
        });
        assertThat(world.planner.next("w")).isInstanceOf(Next.Done.class);
    }

    private static final class World {
        private final RandomGenerator random;
        private final StudySpec spec;
        private final Planner planner;
        private final int workers;
        private final List<Event> events = new ArrayList<>();
        private long epoch;

        World(int number) {
            random = Randomness.of(SEED, number, "world");
            SchedulerSpec scheduler =
                    random.nextBoolean() ? new SchedulerSpec.Fifo() : new SchedulerSpec.HyperBand(9, 3, 1);
            SamplerSpec sampler = random.nextBoolean() ? new SamplerSpec.Random() : SamplerSpec.Bohb.standard();
            StudySpec plain = Specs.of(sampler, scheduler, 1 + random.nextInt(30));
            spec = Specs.withRetries(
                    random.nextBoolean() ? Specs.withMaxFailures(plain, 1 + random.nextInt(4)) : plain,
                    random.nextInt(3));
            planner = new Planner(spec);
            workers = 1 + random.nextInt(6);
        }

        void run() {
            newHead();
            while (events.size() < MOST_EVENTS && !(isIdle() && planner.next("w") instanceof Next.Done)) {
                if (planner.reasonToEnd().isPresent() || random.nextInt(50) == 0) {
                    newHead();
                } else if (!begin() && !isIdle()) {
                    List<Integer> running = List.copyOf(planner.study().running());
                    happen(planner.study().trial(running.get(random.nextInt(running.size()))));
                }
            }
            assertThat(events).as("a world that comes to its end").hasSizeLessThan(MOST_EVENTS);
        }

        /** Narrower, wider, or with other parameters. */
        private SearchSpace space() {
            SpaceBuilder builder = SearchSpace.builder().uniform("x", random.nextDouble() / 2, 1);
            if (random.nextBoolean()) {
                builder.categorical("z", 1, 2, 3).before("z", 1 + random.nextInt(3));
            }
            return random.nextBoolean()
                    ? builder.uniform("y", 0, 1).build()
                    : builder.uniform("y", 0, 1 + random.nextDouble())
                            .when("y", Clause.less("x", 0.8))
                            .forbid(Clause.all(Clause.greater("x", 0.7), Clause.less("y", 0.5)))
                            .build();
        }

        private boolean isIdle() {
            return planner.study().running().isEmpty();
        }

        private void newHead() {
            if (epoch > 0 && random.nextInt(3) == 0) {
                accept(new Event.SpecChanged(StudySpecWriter.toJson(Specs.withSpace(planner.spec(), space()))));
            }
            Optional<String> cluster = Optional.of("c" + random.nextInt(2)).filter(id -> random.nextBoolean());
            boolean runOn =
                    cluster.isPresent() && cluster.equals(planner.study().cluster());
            accept(new Event.HeadStarted(++epoch, "here", 1, cluster));
            if (runOn && random.nextInt(4) > 0) {
                return;
            }
            for (int trial : List.copyOf(planner.study().running())) {
                end(planner.study().trial(trial), Cause.HEAD_LOST, "");
            }
        }

        private boolean begin() {
            int rests = random.nextInt(40);
            int steps = random.nextInt(3) == 0 ? 1 + random.nextInt(9) : Integer.MAX_VALUE;
            if (planner.study().running().size() < workers
                    && planner.next("w", trial -> trial == rests, begin -> takes(begin) <= steps)
                            instanceof Next.Begin begin) {
                begin.created().ifPresent(this::accept);
                accept(begin.started());
                return true;
            }
            return false;
        }

        private static int takes(Next.Begin begin) {
            return begin.started().until().orElse(0) - begin.started().from();
        }

        private void happen(Trial trial) {
            int what = random.nextInt(100);
            if (trial.verdict().isPresent()) {
                end(trial, trial.verdict().get().cause(), "");
            } else if (what < 70) {
                double loss = what == 0 ? Double.NaN : random.nextDouble();
                accept(new Event.Reported(
                        trial.id(),
                        trial.attempts().size(),
                        trial.lastReport() + 1,
                        trial.step() + 1,
                        Map.of("loss", loss),
                        random.nextBoolean() ? Optional.of("checkpoint") : Optional.empty()));
            } else if (what < 85) {
                end(trial, random.nextInt(5) == 0 ? Cause.OUT_OF_MEMORY : Cause.ERROR, message());
            } else if (what < 87) {
                end(trial, Cause.TIME_LIMIT, "it ran longer than trial_time_limit, 2 h");
            } else if (what < 93) {
                end(trial, Cause.FINISHED, "");
            } else {
                end(trial, random.nextBoolean() ? Cause.PREEMPTED : Cause.NODE_LOST, "");
            }
        }

        private String message() {
            return switch (random.nextInt(3)) {
                case 0 -> "no key '" + random.nextInt() + "'";
                case 1 -> "out of " + random.nextInt(1000) + " MiB";
                default -> "word" + (char) ('a' + random.nextInt(20));
            };
        }

        private void end(Trial trial, Cause cause, String message) {
            accept(new Event.AttemptEnded(trial.id(), trial.attempts().size(), cause, message, OptionalInt.empty()));
        }

        private void accept(Event event) {
            events.addAll(planner.acceptAll(List.of(event), NOW));
        }
    }
}
