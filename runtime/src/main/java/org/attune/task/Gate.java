package org.attune.task;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Holds up who sends in bulk while the peer does not keep up. Thread-safe. */
final class Gate {
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private final BooleanSupplier isReady;

    Gate(BooleanSupplier isReady) {
        this.isReady = isReady;
    }

    synchronized void open() {
        notifyAll();
    }

    /** Returns when the peer keeps up, or after some time in any case: links that are lost are never ready. */
    synchronized void await() {
        long start = System.nanoTime();
        try {
            while (!isReady.getAsBoolean() && System.nanoTime() - start < MOST_NANOS) {
                wait(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
