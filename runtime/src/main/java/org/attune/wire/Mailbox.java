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
    private Supplier<M> source = () -> null;
    private boolean isDrawing;
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
    public synchronized void source(Supplier<M> source) {
        this.source = source;
    }

    @Override
    public synchronized void draw() {
        if (end == null) {
            isDrawing = true;
            work();
        }
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
        while (mayDraw()) {
            M drawn = source.get();
            if (drawn != null) {
                draw();
                return drawn;
            }
        }
        return poll();
    }

    /** Whether nothing is here, but the source may have something. */
    private synchronized boolean mayDraw() {
        boolean may = isDrawing && messages.isEmpty() && end == null;
        isDrawing &= !may;
        return may;
    }

    private M poll() {
        M message;
        boolean over;
        boolean again;
        Runnable ready = null;
        synchronized (this) {
            message = messages.poll();
            over = message == null && end != null;
            again = message == null && end == null && isDrawing;
            busy = message != null || again;
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
        return again ? next() : message;
    }
}
