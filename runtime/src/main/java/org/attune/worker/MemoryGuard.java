package org.attune.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.attune.background.Daemons;
import org.attune.machine.Sizes;
import org.attune.study.Overuse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches over a worker's memory, so that one attempt which takes all of it is ended alone, and not with all others
 * and the worker, as a batch system does it. Looks every second, and more often when little is left; not at all while
 * fewer than two attempts are there. Thread-safe.
 */
final class MemoryGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryGuard.class);
    private static final Duration OFTEN = Duration.ofMillis(200);
    private static final int LOOKS_BETWEEN_MEASURES = 10;

    /** Told once, on the guard's own thread. {@code bytes}: what the attempt used; {@code limit}: what there was for so many. */
    interface Found {
        void found(long bytes, long limit, int attempts);
    }

    private final long root;
    private final long limit;
    private final Duration period;
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, Daemons.named("attune-memory-guard"));
    private final Map<Long, Found> sessions = new HashMap<>();
    /** Those that were found and are still there. As long as they have the memory, nobody else is to blame that there is none. */
    private final Set<Long> ending = new HashSet<>();

    private boolean isLooking;

    // Of the guard's thread.
    private long next;
    private int looks;

    /**
     * @param root process whose descendants, with itself, use the memory
     * @param limit bytes that there are for them
     */
    MemoryGuard(long root, long limit, Duration period) {
        this.root = root;
        this.limit = limit;
        this.period = period;
        this.next = Hog.threshold(limit);
        timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** One that lets everything happen. */
    static MemoryGuard none() {
        return new MemoryGuard(0, Long.MAX_VALUE, Duration.ofSeconds(1));
    }

    /** {@code session}: process id of its leader. */
    synchronized void add(long session, Found told) {
        sessions.put(session, told);
        if (sessions.size() > 1 && !isLooking && limit < Long.MAX_VALUE) {
            isLooking = true;
            later(period);
        }
    }

    synchronized void remove(long session) {
        sessions.remove(session);
        ending.remove(session);
    }

    /** What becomes of an attempt that used so much. */
    static String message(long bytes, long limit, int attempts) {
        return Overuse.message(
                Sizes.text(bytes),
                "by far the most of " + attempts + " trials, which have " + Sizes.text(limit)
                        + " together, and nothing was left for the others");
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void later(Duration pause) {
        timer.schedule(this::look, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void look() {
        Set<Long> leaders;
        synchronized (this) {
            isLooking = sessions.size() > 1;
            if (!isLooking) {
                return;
            }
            leaders = ending.isEmpty() ? new HashSet<>(sessions.keySet()) : Set.of();
        }
        boolean isClose = false;
        try {
            isClose = leaders.isEmpty() || measured(leaders);
        } catch (IOException | RuntimeException e) {
            LOG.warn("Cannot see how much memory trials use: {}", e.toString());
        }
        synchronized (this) {
            if (!timer.isShutdown()) {
                later(isClose ? OFTEN : period);
            }
        }
    }

    /** @return whether little is left */
    private boolean measured(Set<Long> leaders) throws IOException {
        Map<Long, ProcessMemory> all = ProcessMemory.all();
        Map<Long, List<ProcessMemory>> each = ProcessMemory.bySession(all, leaders);
        Set<ProcessMemory> users = new HashSet<>(ProcessMemory.under(root, all));
        each.values().forEach(users::addAll);
        long resident = users.stream().mapToLong(ProcessMemory::resident).sum();
        if (resident > next || (resident > Hog.threshold(limit) && ++looks >= LOOKS_BETWEEN_MEASURES)) {
            measure(users, each, resident);
        }
        return resident > limit / 4 * 3;
    }

    /** Memory that several share is resident in each of them; to measure it properly takes longer. */
    private void measure(Set<ProcessMemory> users, Map<Long, List<ProcessMemory>> each, long resident) {
        looks = 0;
        Map<Long, Long> bytes = new HashMap<>();
        each.forEach((session, processes) -> bytes.put(session, bytes(processes)));
        Set<ProcessMemory> others = new HashSet<>(users);
        each.values().forEach(others::removeAll);
        long used = bytes(others)
                + bytes.values().stream().mapToLong(Long::longValue).sum();
        long room = Hog.threshold(limit) - used;
        next = resident + (room > 0 ? room : limit / 128);
        Hog.of(limit, used, bytes).ifPresent(session -> found(session, bytes));
    }

    private void found(long session, Map<Long, Long> bytes) {
        Optional<Found> told;
        synchronized (this) {
            told = Optional.ofNullable(sessions.remove(session));
            told.ifPresent(any -> ending.add(session));
        }
        told.ifPresent(one -> one.found(bytes.get(session), limit, bytes.size()));
    }

    private static long bytes(Collection<ProcessMemory> processes) {
        return processes.stream().mapToLong(ProcessMemory::lasting).sum();
    }
}
