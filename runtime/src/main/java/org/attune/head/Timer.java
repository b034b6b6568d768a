package org.attune.head;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.attune.background.Daemons;

/** A clock that goes on evenly, whatever is done to the date, and rings. Thread-safe. */
public interface Timer {

    /** Nanoseconds since some moment. */
    long nanos();

    /**
     * Runs something once, on any thread; it must not block.
     *
     * @return what takes that back, if it has not happened yet
     */
    Runnable after(Duration delay, Runnable action);

    /** For {@link #on}: a thread that keeps nothing alive. */
    static ScheduledExecutorService thread() {
        return Executors.newScheduledThreadPool(1, Daemons.named("attune-timer"));
    }

    static Timer on(ScheduledExecutorService executor) {
        return new Timer() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public Runnable after(Duration delay, Runnable action) {
                try {
                    ScheduledFuture<?> pending = executor.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
                    return () -> pending.cancel(false);
                } catch (RejectedExecutionException e) {
                    // Whoever ends waits for nothing.
                    return () -> {};
                }
            }
        };
    }
}
