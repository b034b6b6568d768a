package org.attune.wire;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** One direction of a link in memory: what is sent lies here until its receiver has taken it. */
final class Mailbox<M> implements Link<M> {
    private static final int PLENTY = 64;

    private final Executor executor;
    private final Supplier<Receiver<M>> answering;
    private final Queue<M> messages = new ArrayDeque<>();
    private Mailbox<?> other;
    private String end;
    private boolean busy;
    private boolean waiting;
    private Runnable onReady = () -> {};
    private Ear<M> ear;

    /** {@code answering}: makes the receiver, before its first message. */
    Mailbox(Executor executor, Supplier<Receiver<M>> answering) {
        this.executor = executor;
        this.answering = answering;
    }

    /** {@code other}: the direction back. */
    synchronized void begin(Mailbox<?> other) {
        this.other = other;
        work();
    }

    @Override
    public synchronized void send(M message) {
        if (end == null) {
            messages.add(message);
            work();
        }
    }

    @Override
    public synchronized boolean isReady() {
        waiting = messages.size() >= PLENTY;
        return end == null && !waiting;
    }

    @Override
    public synchronized void onReady(Runnable action) {
        onReady = action;
    }

    @Override
    public void close(String why) {
        end(why, false);
        other.end(why, true);
    }

    /** {@code lost}: what was not taken yet never is. */
    synchronized void end(String why, boolean lost) {
        if (end == null) {
            end = why;
            if (lost) {
                messages.clear();
            }
            work();
        }
    }

    synchronized boolean isOver() {
        return end != null && messages.isEmpty();
    }

    private void work() {
        if (!busy) {
            busy = true;
            executor.execute(this::deliver);
        }
    }

    private void deliver() {
        if (ear == null) {
            ear = new Ear<>(this::close);
            ear.open(answering);
        }
        for (M message = next(); message != null; message = next()) {
            ear.take(message);
        }
    }

    private M next() {
        M message;
        boolean over;
        Runnable ready = null;
        synchronized (this) {
            message = messages.poll();
            over = message == null && end != null;
            busy = message != null;
            if (waiting && messages.size() < PLENTY / 2) {
                waiting = false;
                ready = onReady;
            }
        }
        if (ready != null) {
            ready.run();
        }
        if (over) {
            ear.closed(end);
        }
        return message;
    }
}
