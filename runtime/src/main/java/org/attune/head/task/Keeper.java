package org.attune.head.task;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.attune.background.Daemons;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that asks for places and gives them back, which the threads of links must not wait for, and that keeps the time. Thread-safe. */
final class Keeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("attune-tasks"));

    /** Does it again and again; one fault is not the end of keeping time. */
    void every(long millis, Runnable work) {
        executor.scheduleWithFixedDelay(() -> attempt(work), millis, millis, TimeUnit.MILLISECONDS);
    }

    void later(Runnable work) {
        try {
            executor.execute(() -> attempt(work));
        } catch (RejectedExecutionException e) {
            // The head has ended, and all places with it.
            return;
        }
    }

    /** Errors too: where the system has no thread for a link now, it may have one later. */
    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (Throwable fault) {
            LOG.error("A fault while keeping time", fault);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
