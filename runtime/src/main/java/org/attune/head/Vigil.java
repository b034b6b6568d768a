package org.attune.head;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.attune.background.Daemons;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a head which was frozen, and has lost its seat meanwhile, does nothing more: nothing is taken from a peer unless the seat was held a moment ago, by a clock that
 * goes on while the process does not. What comes while nobody can tell, since the cluster's folder does not answer, waits; the net does not. Thread-safe.
 */
final class Vigil implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Vigil.class);
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long PERIOD_MILLIS = 500;

    /** Asks the cluster's folder, which may take as long as it likes. */
    @FunctionalInterface
    interface Look {
        boolean isHeld() throws IOException;
    }

    private final Look seat;
    private final Runnable onLost;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("attune-vigil"));
    private volatile long seen = System.nanoTime();
    private volatile long sureSince = seen;
    private boolean isPuzzled;
    private volatile boolean isOver;

    /** @param onLost what to do, once, when the seat is another's */
    Vigil(Look seat, Runnable onLost) {
        this.seat = seat;
        this.onLost = onLost;
        watch.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Whether this is the head for certain. Never waits. */
    boolean isSure() {
        return !isOver && System.nanoTime() - seen < FRESH_NANOS;
    }

    /** Whether this has been the head for certain for so long, without a break in which what came had to wait. Never waits. */
    boolean isSureFor(Duration time) {
        return isSure() && System.nanoTime() - sureSince >= time.toNanos();
    }

    /** Whether this is still the head. Costs nothing, unless the process or the cluster's folder has stood still: then it waits until that is known, so no thread of the net may ask. */
    boolean isHead() {
        return isSure() || isHeadAfterAll();
    }

    private synchronized boolean isHeadAfterAll() {
        try {
            while (!isOver && !isSure()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !isOver;
    }

    @Override
    public void close() {
        watch.shutdownNow();
        end();
    }

    private void look() {
        long now = System.nanoTime();
        try {
            if (seat.isHeld()) {
                isSeen(now);
            } else {
                watch.shutdown();
                end();
                onLost.run();
            }
        } catch (IOException e) {
            // Whoever cannot look does not know, and a head that does not know takes nothing.
            return;
        } catch (Throwable fault) {
            // The same; and the watch goes on.
            if (!isPuzzled) {
                LOG.error("The head cannot see whether it has its seat, and tries again", fault);
            }
            isPuzzled = true;
        }
    }

    private synchronized void isSeen(long now) {
        isPuzzled = false;
        if (!isSure()) {
            sureSince = System.nanoTime();
        }
        seen = now;
        notifyAll();
    }

    private synchronized void end() {
        isOver = true;
        notifyAll();
    }
}
