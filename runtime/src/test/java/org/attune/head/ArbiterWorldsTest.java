package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.attune.wire.Grants;
import org.junit.jupiter.api.Test;

/** Worlds drawn at random: whatever comes, no worker is given more than it has, and none is idle while somebody waits for what it has. */
class ArbiterWorldsTest {
    private static final int WORLDS = 400;
    private static final int STEPS = 120;

    private final class World {
        private final Random random;
        private final Arbiter arbiter = new Arbiter();
        private final Map<String, Grants> workers = new LinkedHashMap<>();
        private final Map<Claimant, Demand> demands = new LinkedHashMap<>();
        private final Map<Claimant, List<Lease>> held = new LinkedHashMap<>();
        private final List<Claimant> called = new ArrayList<>();
        private final List<Claimant> waiting = new ArrayList<>();
        private final StringBuilder story = new StringBuilder();
        private final boolean equal;
        private int names;

        World(long seed) {
            random = new Random(seed);
            equal = random.nextInt(4) == 0;
        }

        String play() {
            for (int i = 0; i < STEPS; i++) {
                step();
                answerCalls();
                assertThatNoWorkerIsGivenMoreThanItHas();
                assertThatNobodyWaitsInVain();
            }
            return story.toString();
        }

        private void step() {
            switch (random.nextInt(10)) {
                case 0 -> join();
                case 1 -> open();
                case 2, 3, 4 -> pick(new ArrayList<>(demands.keySet())).ifPresent(this::reserve);
                case 5, 6, 7 -> pick(new ArrayList<>(demands.keySet())).ifPresent(this::release);
                case 8 -> pick(waiting).ifPresent(this::rest);
                default -> {
                    if (random.nextInt(4) == 0) {
                        pick(new ArrayList<>(workers.keySet())).ifPresent(this::leave);
                    }
                }
            }
        }

        private <T> Optional<T> pick(List<T> of) {
            return of.isEmpty() ? Optional.empty() : Optional.of(of.get(random.nextInt(of.size())));
        }

        private void join() {
            String name = "n" + ++names;
            String[] gpus = equal ? new String[0] : new String[] {"0", "1", "2"};
            Grants grants = Demands.grants(
                    name,
                    equal ? 2 : 1 + random.nextInt(6),
                    16,
                    List.of(gpus).subList(0, equal ? 0 : random.nextInt(4)),
                    Map.of(),
                    Map.of("zone", random.nextBoolean() ? "a" : "b"));
            workers.put(name, grants);
            story.append("join ").append(name).append('\n');
            arbiter.join(name, grants);
        }

        private void leave(String name) {
            workers.remove(name);
            story.append("leave ").append(name).append('\n');
            held.forEach((seat, leases) -> List.copyOf(leases).stream()
                    .filter(lease -> lease.parts().stream()
                            .anyMatch(part -> part.worker().equals(name)))
                    .forEach(lease -> {
                        leases.remove(lease);
                        seat.release(lease);
                    }));
            arbiter.leave(name);
        }

        private void open() {
            if (demands.size() < 4) {
                Demand demand = equal
                        ? Demands.cpus(1)
                        : new Demand(
                                1 + random.nextInt(2) * random.nextInt(3),
                                (1 + random.nextInt(8)) / 4.0,
                                random.nextBoolean() ? 0 : (1 + random.nextInt(6)) / 4.0,
                                random.nextInt(5),
                                Map.of(),
                                random.nextInt(4) == 0 ? Map.of("zone", "a") : Map.of(),
                                random.nextBoolean());
                Claimant[] seat = new Claimant[1];
                seat[0] = arbiter.tenant("t" + demands.size(), demand, () -> called.add(seat[0]));
                demands.put(seat[0], demand);
                held.put(seat[0], new ArrayList<>());
            }
        }

        private void reserve(Claimant seat) {
            Optional<Lease> lease = seat.reserve();
            waiting.remove(seat);
            lease.ifPresentOrElse(held.get(seat)::add, () -> waiting.add(seat));
            story.append("reserve ").append(lease).append('\n');
        }

        private void release(Claimant seat) {
            pick(held.get(seat)).ifPresent(lease -> {
                held.get(seat).remove(lease);
                seat.release(lease);
            });
        }

        private void rest(Claimant seat) {
            waiting.remove(seat);
            seat.rest();
        }

        private void answerCalls() {
            while (!called.isEmpty()) {
                Claimant seat = called.remove(0);
                assertThat(waiting).contains(seat);
                int before = held.get(seat).size();
                reserve(seat);
                if (equal && held.get(seat).size() > before) {
                    assertThatItWasFairTo(seat);
                }
                if (called.isEmpty() && random.nextBoolean()) {
                    reserve(seat);
                }
            }
        }

        /** Among equals, whoever got a place had no more than those that go on waiting. */
        private void assertThatItWasFairTo(Claimant seat) {
            int had = held.get(seat).size() - 1;
            assertThat(waiting)
                    .allSatisfy(other -> assertThat(held.get(other).size()).isGreaterThanOrEqualTo(had));
        }

        private void assertThatNoWorkerIsGivenMoreThanItHas() {
            Map<String, Double> cpus = new HashMap<>();
            Map<String, Long> memory = new HashMap<>();
            Map<String, Double> devices = new HashMap<>();
            held.forEach((seat, leases) -> leases.forEach(lease -> {
                Demand demand = demands.get(seat);
                assertThat(lease.parts()).hasSize(demand.nodes());
                assertThat(lease.parts()).extracting(Lease.Part::worker).doesNotHaveDuplicates();
                for (Lease.Part part : lease.parts()) {
                    cpus.merge(part.worker(), demand.cpu(), Double::sum);
                    memory.merge(part.worker(), demand.memory(), Long::sum);
                    assertThat(part.gpus()).hasSize((int) Math.ceil(demand.gpu()));
                    part.gpus()
                            .forEach(id -> devices.merge(
                                    part.worker() + "/" + id, demand.gpu() < 1 ? demand.gpu() : 1, Double::sum));
                    assertThat(workers.get(part.worker()).labels()).containsAllEntriesOf(demand.labels());
                    assertThat(workers.get(part.worker()).gpus()).containsAll(part.gpus());
                }
            }));
            cpus.forEach((worker, sum) ->
                    assertThat(sum).isLessThanOrEqualTo(workers.get(worker).cpu()));
            memory.forEach((worker, sum) ->
                    assertThat(sum).isLessThanOrEqualTo(workers.get(worker).memory()));
            devices.values().forEach(sum -> assertThat(sum).isLessThanOrEqualTo(1));
        }

        /** Each that waits does so for a reason: also when all that were called have come. */
        private void assertThatNobodyWaitsInVain() {
            for (Claimant seat : waiting) {
                assertThat(seat.obstacles()).isNotEmpty().noneMatch(line -> line.startsWith("it is the turn of"));
                if (waiting.size() == 1) {
                    assertThat(seat.room()).as("room while nobody else waits").isZero();
                }
            }
            if (equal) {
                assertThat(waiting).allMatch(seat -> seat.room() == 0);
            }
        }
    }

    @Test
    void noWorldIsOverCommittedOrIdleOrUnfair() {
        long first = new Random().nextInt();
        System.out.println("ArbiterWorldsTest: worlds from seed " + first);
        for (long seed = first; seed < first + WORLDS; seed++) {
            World world = new World(seed);
            try {
                world.play();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("world of seed " + seed + ":\n" + world.story, e);
            }
        }
    }

    @Test
    void theSameCallsLeadToTheSamePlaces() {
        for (long seed = 0; seed < 40; seed++) {
            assertThat(new World(seed).play()).isEqualTo(new World(seed).play());
        }
    }
}
