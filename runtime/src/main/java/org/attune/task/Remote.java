package org.attune.task;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The result of a remote function, now or later. Functions given to its {@code then...} methods without an executor run on the
 * thread that receives results: they must be short, and must not wait for other results. Thread-safe.
 *
 * @param <T> what the function returns
 */
public final class Remote<T> extends CompletableFuture<T> {
    private volatile Runnable canceller = () -> {};
    private volatile String worker = "";
    private final AtomicInteger waiting = new AtomicInteger();

    Remote() {}

    /**
     * Name of the worker that runs it, or ran it. Empty as long as it waits; of a function that runs it is known after some
     * hundredths of a second.
     */
    public String worker() {
        return worker;
    }

    /**
     * Gives it up. A function that waits never starts; one that runs is interrupted, and keeps its place until it returns.
     *
     * @param mayInterruptIfRunning is ignored: it is interrupted in any case
     * @return false if it had ended before
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean isMine = super.cancel(mayInterruptIfRunning);
        if (isMine) {
            canceller.run();
        }
        return isMine;
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        waiting.incrementAndGet();
        try {
            return super.get();
        } finally {
            waiting.decrementAndGet();
        }
    }

    @Override
    public T get(long time, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        waiting.incrementAndGet();
        try {
            return super.get(time, unit);
        } finally {
            waiting.decrementAndGet();
        }
    }

    /** Whether no function of the program is called when it is there: threads wait for it, and that is all. */
    boolean isOnlyAwaited() {
        return getNumberOfDependents() <= waiting.get();
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    void onCancel(Runnable action) {
        canceller = action;
        if (isCancelled()) {
            action.run();
        }
    }

    void runsOn(String name) {
        worker = name;
    }
}
