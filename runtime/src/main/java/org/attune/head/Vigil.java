package org.attune.head;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sees to it that a head which was frozen, and has lost its seat meanwhile, does nothing more: nothing is taken from a peer unless the seat was held a moment ago, by a clock that
 * goes on while the process does not. Thread-safe.
 */
final class Vigil implements AutoCloseable {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long PERIOD_MILLIS = 500;

    private final HeadSeat seat;
    private final Runnable onLost;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "attune-vigil");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long seen = System.nanoTime();
    private boolean isLost;

    /** @param onLost what to do, once, when the seat is another's */
    Vigil(HeadSeat seat, Runnable onLost) {
        this.seat = seat;
        this.onLost = onLost;
        watch.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Whether this is still the head. Costs nothing, unless the process or the cluster's folder has stood still. */
    boolean isHead() {
        return System.nanoTime() - seen < FRESH_NANOS || look();
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    private synchronized boolean look() {
        if (isLost) {
            return false;
        }
        long now = System.nanoTime();
        try {
            isLost = !seat.isHeld();
        } catch (IOException e) {
            // Whoever cannot look does not know, and a head that does not know takes nothing.
            return false;
        }
        if (isLost) {
            onLost.run();
        } else {
            seen = now;
        }
        return !isLost;
    }
}
