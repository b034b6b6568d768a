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

    private final List<Core> cores;
    private final int each;

    /** {@code each}: CPUs of a trial; {@code pin}: as {@link Cpus#bind} has it. */
    CpuPool(Cpus cpus, double each, Optional<Boolean> pin) {
        this.each = cpus.bind(each, pin) ? (int) each : 0;
        this.cores = cpus.cores().stream().map(Core::new).toList();
    }

    /** CPUs for one trial, in ascending order; absent where trials are not bound. */
    synchronized Optional<List<Integer>> take() {
        if (each == 0) {
            return Optional.empty();
        } else if (cores.stream().mapToInt(core -> core.free.size()).sum() < each) {
            throw new IllegalStateException("no CPU is free: more trials were started than fit.");
        }
        List<Integer> taken = new ArrayList<>();
        while (taken.size() < each) {
            Core core = next(each - taken.size());
            while (!core.free.isEmpty() && taken.size() < each) {
                taken.add(core.free.pollFirst());
            }
        }
        return Optional.of(taken.stream().sorted().toList());
    }

    /** A whole core if all of it is missing; else the emptiest for a small trial, and the smallest rest that will do to complete a large one. */
    private Core next(int missing) {
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
