package org.attune.worker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.attune.machine.Cpus;

/**
 * Hands out CPUs to bind trials to: whole cores as far as a trial's number goes, and a core of its own for a small trial while there is one. Safe for
 * use by many threads.
 */
final class CpuPool {
    private static final Comparator<Core> BY_FREE = Comparator.comparingInt(core -> core.free.size());

    private record Core(List<Integer> all, TreeSet<Integer> free) {
        Core(List<Integer> all) {
            this(all, new TreeSet<>(all));
        }

        boolean isWhole() {
            return free.size() == all.size();
        }
    }

    private final Cpus cpus;
    private final List<Core> cores;

    CpuPool(Cpus cpus) {
        this.cpus = cpus;
        this.cores = cpus.cores().stream().map(Core::new).toList();
    }

    /**
     * CPUs for one trial, in ascending order; absent where it is not bound, also for lack of CPUs that are free: what was ended may still hold its own for a moment.
     *
     * @param amount CPUs of the trial
     * @param pin as {@link Cpus#bind} has it
     */
    synchronized Optional<List<Integer>> take(double amount, Optional<Boolean> pin) {
        int each = cpus.bind(amount, pin) ? (int) amount : 0;
        if (each == 0 || cores.stream().mapToInt(core -> core.free.size()).sum() < each) {
            return Optional.empty();
        }
        List<Integer> taken = new ArrayList<>();
        while (taken.size() < each) {
            Core core = next(each - taken.size(), each);
            while (!core.free.isEmpty() && taken.size() < each) {
                taken.add(core.free.pollFirst());
            }
        }
        return Optional.of(taken.stream().sorted().toList());
    }

    /** A whole core if all of it is missing; else the emptiest for a small trial, and the smallest rest that will do to complete a large one. */
    private Core next(int missing, int each) {
        List<Core> open = cores.stream().filter(core -> !core.free.isEmpty()).toList();
        return open.stream()
                .filter(core -> core.isWhole() && core.free.size() <= missing)
                .findFirst()
                .or(() -> open.stream()
                        .filter(core -> core.free.size() >= missing)
                        .min(missing == each ? BY_FREE.reversed() : BY_FREE))
                .or(() -> open.stream().max(BY_FREE))
                .orElseThrow();
    }

    synchronized void giveBack(Collection<Integer> taken) {
        for (Core core : cores) {
            taken.stream().filter(core.all::contains).forEach(core.free::add);
        }
    }
}
