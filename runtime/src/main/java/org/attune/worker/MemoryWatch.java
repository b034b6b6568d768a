package org.attune.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.attune.background.Daemons;
import org.attune.machine.Sizes;
import org.attune.study.Overuse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second how much memory the processes of trials use: those of a trial's session and all that descend from them. No thread runs while
 * nothing is watched. Safe for use by many threads.
 */
final class MemoryWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);
    private static final int LOOKS_BETWEEN_MEASURES = 10;

    /** Told once, on the watch's own thread, when a trial uses more than its limit. */
    interface Listener {
        void found(long bytes, long limit);
    }

    private static final class Watched {
        private final long limit;
        private final Listener overuse;
        private long next;
        private int looks;

        Watched(long limit, Listener overuse) {
            this.limit = limit;
            this.overuse = overuse;
            this.next = limit;
        }

        /** Shared memory is resident in each process that shares it; to measure it properly takes much longer, so that is done only where it may matter. */
        OptionalLong over(List<ProcessMemory> processes) {
            long resident =
                    processes.stream().mapToLong(ProcessMemory::resident).sum();
            if (resident <= limit || (resident <= next && ++looks < LOOKS_BETWEEN_MEASURES)) {
                return OptionalLong.empty();
            }
            looks = 0;
            long bytes =
                    processes.stream().mapToLong(ProcessMemory::proportional).sum();
            next = resident + limit - bytes;
            return bytes > limit ? OptionalLong.of(bytes) : OptionalLong.empty();
        }
    }

    private final Duration period;
    private final ScheduledThreadPoolExecutor timer;
    private final Map<Long, Watched> sessions = new HashMap<>();
    private ScheduledFuture<?> looking;

    MemoryWatch(Duration period) {
        this.period = period;
        timer = new ScheduledThreadPoolExecutor(1, Daemons.named("attune-memory"));
    }

    /** {@code session}: process id of its leader. */
    synchronized void add(long session, long limit, Listener overuse) {
        sessions.put(session, new Watched(limit, overuse));
        if (looking == null) {
            looking =
                    timer.scheduleWithFixedDelay(this::look, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    synchronized void remove(long session) {
        sessions.remove(session);
        if (sessions.isEmpty() && looking != null) {
            looking.cancel(false);
            looking = null;
        }
    }

    /** What becomes of an attempt that used so much. */
    static String message(long bytes, long limit) {
        return Overuse.message(
                Sizes.beyond(bytes, limit), "over its limit of " + Sizes.text(limit) + " (resources.memory)");
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void look() {
        try {
            Map<Long, Watched> now;
            synchronized (this) {
                now = Map.copyOf(sessions);
            }
            ProcessMemory.bySession(ProcessMemory.all(), now.keySet())
                    .forEach((session, processes) -> judge(session, now.get(session), processes));
        } catch (IOException | RuntimeException e) {
            LOG.warn("Cannot see how much memory trials use: {}", e.toString());
        }
    }

    private void judge(long session, Watched watched, List<ProcessMemory> processes) {
        OptionalLong bytes = watched.over(processes);
        if (bytes.isPresent() && isFirst(session, watched)) {
            watched.overuse.found(bytes.getAsLong(), watched.limit);
        }
    }

    private synchronized boolean isFirst(long session, Watched watched) {
        return sessions.remove(session, watched);
    }
}
