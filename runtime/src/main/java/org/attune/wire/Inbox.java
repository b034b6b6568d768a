package org.attune.wire;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The receiving end of a link over a network: takes frames on the thread of the net. {@link Swift} messages are passed on there, as long as none before them is left and the receiver
 * need not wait for anything; all others are left to a thread that may take longer, and the net is not read any further until that is done.
 */
final class Inbox<M> {
    private final Codec<M> codec;
    private final Ear<M> ear;
    private final Outbox<?> back;
    private final Executor executor;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    /** {@code back}: the link's sending end. */
    Inbox(Codec<M> codec, Ear<M> ear, Outbox<?> back, Executor executor) {
        this.codec = codec;
        this.ear = ear;
        this.back = back;
        this.executor = executor;
    }

    /** {@code taken}: called when all of it has been passed on. */
    void take(byte[] frame, Runnable taken) {
        if (Frames.isFarewell(frame)) {
            later(() -> {
                ear.closed(Frames.words(frame));
                back.close("");
            });
        } else {
            try {
                codec.decodeAll(frame).forEach(this::take);
            } catch (Codec.BadMessage e) {
                later(() -> ear.fail("a message was not understood: " + e.getMessage()));
            }
        }
        if (isIdle()) {
            taken.run();
        } else {
            later(taken);
        }
    }

    private void take(M message) {
        if (!(message instanceof Swift && isIdle() && ear.takeAtOnce(message))) {
            later(() -> ear.take(message));
        }
    }

    /** Nothing more will come, in the words of who found that out. */
    void over(String why) {
        later(() -> {
            String own = back.reason();
            back.lose();
            ear.closed(own.isEmpty() ? why : own);
        });
    }

    private synchronized boolean isIdle() {
        return !busy;
    }

    private void later(Runnable work) {
        synchronized (this) {
            waiting.add(work);
            if (busy) {
                return;
            }
            busy = true;
        }
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException closed) {
            drop();
        } catch (Throwable noThread) {
            ear.fail(noThread);
            // What is left takes no time: of a link that failed nothing is taken.
            work();
        }
    }

    private synchronized void drop() {
        waiting.clear();
    }

    private void work() {
        for (Runnable next = next(); next != null; next = next()) {
            try {
                next.run();
            } catch (Throwable fault) {
                ear.fail(fault);
            }
        }
    }

    private synchronized Runnable next() {
        Runnable next = waiting.poll();
        busy = next != null;
        return next;
    }
}
