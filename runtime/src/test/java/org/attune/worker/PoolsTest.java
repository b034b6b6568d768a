package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.attune.machine.Cpus;
import org.attune.machine.Machines;
import org.junit.jupiter.api.Test;

/** What trials get for themselves. */
class PoolsTest {
    private static final int ROUNDS = 300;

    /** CPUs for trials of one size. */
    private record Bound(CpuPool pool, double each) {
        List<Integer> take() {
            return pool.take(each, Optional.of(true)).orElseThrow();
        }
    }

    private static Bound cpus(int count, int threads, double each) {
        return new Bound(new CpuPool(Machines.cpus(count, threads, count)), each);
    }

    private static List<Integer> take(Bound pool) {
        return pool.take();
    }

    @Test
    void aTrialGetsWholeCores() {
        Bound pool = cpus(8, 2, 4);
        assertThat(take(pool)).containsExactly(0, 1, 2, 3);
        assertThat(take(pool)).containsExactly(4, 5, 6, 7);
    }

    @Test
    void smallTrialsGetACoreOfTheirOwnWhileThereIsOne() {
        Bound pool = cpus(4, 2, 1);
        assertThat(List.of(take(pool), take(pool), take(pool), take(pool)))
                .containsExactly(List.of(0), List.of(2), List.of(1), List.of(3));
    }

    @Test
    void oddTrialsShareAsFewCoresAsCanBe() {
        Bound pool = cpus(12, 2, 3);
        assertThat(List.of(take(pool), take(pool), take(pool), take(pool)))
                .containsExactly(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6, 7, 8), List.of(9, 10, 11));
    }

    @Test
    void trialsAreBoundWhereThisProcessIsOrWhereTheUserSaysSo() {
        Cpus all = Machines.cpus(4, 1, 4);
        Cpus some = Machines.cpus(4, 1, 8);
        assertThat(new CpuPool(all).take(1, Optional.empty())).isEmpty();
        assertThat(new CpuPool(some).take(1, Optional.empty())).contains(List.of(0));
        assertThat(new CpuPool(all).take(1, Optional.of(true))).contains(List.of(0));
        assertThat(new CpuPool(some).take(1, Optional.of(false))).isEmpty();
        assertThat(new CpuPool(some).take(0.5, Optional.of(true))).isEmpty();
        assertThat(new CpuPool(some).take(1.5, Optional.empty())).isEmpty();
    }

    @Test
    void noCpuIsGivenTwice() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            int count = 1 + random.nextInt(24);
            int each = 1 + random.nextInt(count);
            Bound pool = cpus(count, 1 + random.nextInt(4), each);
            List<List<Integer>> taken = new ArrayList<>();
            for (int step = 0; step < 50; step++) {
                if (taken.size() < count / each && (taken.isEmpty() || random.nextBoolean())) {
                    taken.add(take(pool));
                } else {
                    pool.pool().giveBack(taken.remove(random.nextInt(taken.size())));
                }
                Set<Integer> distinct = new HashSet<>();
                taken.forEach(distinct::addAll);
                assertThat(distinct).hasSize(each * taken.size());
            }
        }
    }

    /** Studies that share a machine ask for different numbers. */
    @Test
    void trialsOfDifferentSizesShareTheCpus() {
        CpuPool pool = new CpuPool(Machines.cpus(4, 1, 4));
        List<Integer> three = pool.take(3, Optional.of(true)).orElseThrow();
        assertThat(pool.take(1, Optional.of(true)).orElseThrow()).doesNotContainAnyElementsOf(three);
        assertThat(pool.take(1, Optional.of(true)))
                .as("not bound, rather than not run")
                .isEmpty();
        pool.giveBack(three);
        assertThat(pool.take(2, Optional.of(true))).isPresent();
    }
}
