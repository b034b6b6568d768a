package org.attune.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Hands what many threads say to one thread, which takes all that has come together meanwhile: the more there is, the larger the messages. Thread-safe. */
public final class Bundler<T> implements AutoCloseable {
    private final Consumer<List<T>> taker;
    private final Thread thread;
    private List<T> waiting = new ArrayList<>();
    private boolean isIdle;
    private boolean isClosed;

    /** @param taker called by a thread of that name, with at least one; may block */
    public Bundler(String name, Consumer<List<T>> taker) {
        this.taker = taker;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    public synchronized void add(T one) {
        waiting.add(one);
        if (isIdle) {
            isIdle = false;
            notifyAll();
        }
    }

    public synchronized void addAll(List<T> some) {
        waiting.addAll(some);
        if (isIdle) {
            isIdle = false;
            notifyAll();
        }
    }

    /** What was added before is still taken. */
    @Override
    public synchronized void close() {
        isClosed = true;
        notifyAll();
    }

    private void run() {
        try {
            for (List<T> some = next(); !some.isEmpty(); some = next()) {
                taker.accept(some);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<T> next() throws InterruptedException {
        while (waiting.isEmpty() && !isClosed) {
            isIdle = true;
            wait();
        }
        List<T> some = waiting;
        waiting = new ArrayList<>();
        return some;
    }
}
