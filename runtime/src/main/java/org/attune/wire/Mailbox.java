package org.attune.wire;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One direction of a link in memory: what is sent lies here until its receiver has taken it. */
final class Mailbox<M> implements Link<M> {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
    private static final int PLENTY = 64;

    private final Executor executor;
    private final Supplier<Receiver<M>> answering;
    private final Queue<M> messages = new ArrayDeque<>();
    private Mailbox<?> other;
    private String end;
    /** That it has ended. */
    private boolean isTold;

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
        }
        work();
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
        if (!busy && !isTold) {
            busy = true;
            try {
                executor.execute(this::deliver);
            } catch (Throwable noThread) {
                // Who sends is told, and who sends next tries again.
                busy = false;
                throw noThread;
            }
        }
    }

    private void deliver() {
        for (Runnable next = next(); next != null; next = next()) {
            try {
                next.run();
            } catch (Throwable fault) {
                fail(fault);
            }
        }
    }

    private void fail(Throwable fault) {
        try {
            LOG.error("A link ends", fault);
            close("a fault in Attune itself: " + fault);
        } catch (Throwable another) {
            LOG.error("The other end is not told yet", another);
        }
    }

    /** What is to be done now; null if there is nothing. */
    private synchronized Runnable next() {
        if (ear == null) {
            ear = new Ear<>(this::close);
            return () -> ear.open(answering);
        } else if (waiting && messages.size() < PLENTY / 2) {
            waiting = false;
            return onReady;
        } else if (!messages.isEmpty()) {
            M message = messages.remove();
            return () -> ear.take(message);
        } else if (end != null && !isTold) {
            isTold = true;
            return () -> ear.closed(end);
        } else if (end == null && isDrawing) {
            isDrawing = false;
            return this::drawOne;
        }
        busy = false;
        return null;
    }

    private void drawOne() {
        M drawn = source.get();
        if (drawn != null) {
            draw();
            ear.take(drawn);
        }
    }
}
