package org.attune.task;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The result of a remote function, now or later. Functions given to its {@code then...} methods without an executor run on the thread that receives such results: they must be short and not wait for other
 * results. Thread-safe.
 *
 * @param <T> what the function returns
 */
public final class Remote<T> extends CompletableFuture<T> {
    private volatile Runnable canceller = () -> {};
    private volatile String worker = "";
    private final AtomicInteger waiting = new AtomicInteger();

    Remote() {}

    /** Name of the worker that runs it, or ran it; empty before it has begun, which is told of what takes longer than some hundredths of a second, and while it waits to begin again. */
    public String worker() {
        return worker;
    }

    /**
     * Gives it up: a function that has not started never does; one that runs is interrupted, and keeps its slot until it heeds that.
     *
     * @param mayInterruptIfRunning is not looked at
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
