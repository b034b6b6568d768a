package org.attune.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sending end of a link over a network. What is sent while the pipe is busy waits here, and then goes in one frame: a hundred thousand small messages a second cost no more than
 * some thousand frames.
 */
final class Outbox<M> implements Link<M> {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** Bytes of waiting messages from which on the peer does not keep up. */
    private static final int PLENTY = 512 << 10;

    /** From so many bytes on nothing more is heard of a peer that asks and does not listen. */
    private static final int TOO_MUCH = 8 << 20;

    private static final int FRAME = 128 << 10;

    /** What carries frames. Used by one thread at a time. */
    interface Pipe {
        /** Whether it can take a frame; once it can again, {@link Outbox#work} is called. */
        boolean isReady();

        void send(byte[] frame);

        /** Ends it after the frames before. */
        void end();
    }

    private final Codec<M> codec;
    private final Pipe pipe;
    private final Executor sending;
    private final Executor telling;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private final Queue<Runnable> patient = new ArrayDeque<>();
    private long bytes;
    private long backlog;
    private String end;
    private boolean lost;
    private boolean busy;
    private boolean held;
    private Runnable onReady = () -> {};
    private Supplier<M> source = () -> null;
    private boolean isDrawing;

    /**
     * @param sending uses the pipe
     * @param telling tells who waits that the link is ready again
     */
    Outbox(Codec<M> codec, Pipe pipe, Executor sending, Executor telling) {
        this.codec = codec;
        this.pipe = pipe;
        this.sending = sending;
        this.telling = telling;
    }

    @Override
    public void send(M message) {
        byte[] encoded = codec.encode(message);
        synchronized (this) {
            if (end == null && !lost) {
                waiting.add(encoded);
                bytes += encoded.length;
                work();
            }
        }
    }

    @Override
    public synchronized void source(Supplier<M> source) {
        this.source = source;
    }

    @Override
    public synchronized void draw() {
        if (!isDrawing && end == null && !lost) {
            isDrawing = true;
            work();
        }
    }

    @Override
    public synchronized boolean isReady() {
        held = bytes >= PLENTY;
        return end == null && !lost && !held;
    }

    @Override
    public synchronized void onReady(Runnable action) {
        onReady = action;
    }

    @Override
    public void backlog(long change) {
        List<Runnable> due = new ArrayList<>();
        synchronized (this) {
            backlog += change;
            release(due);
        }
        due.forEach(this::safely);
    }

    /** Does something as soon as the peer has taken most of what it was sent, and little of what it said waits: at once, or later by whoever changes that. Not at all if the link is lost. */
    void whenListening(Runnable action) {
        synchronized (this) {
            if (bytes >= TOO_MUCH || backlog >= TOO_MUCH) {
                patient.add(action);
                return;
            }
        }
        action.run();
    }

    @Override
    public synchronized void close(String why) {
        if (end == null && !lost) {
            end = why;
            work();
        }
    }

    /** Why this end closed the link; empty if it did not. */
    synchronized String reason() {
        return end == null ? "" : end;
    }

    /** The pipe is broken or was ended by the peer. */
    synchronized void lose() {
        lost = true;
        waiting.clear();
        patient.clear();
        bytes = 0;
    }

    /** Sends what can be sent. */
    synchronized void work() {
        if (!busy && !lost) {
            busy = true;
            drainSoon();
        }
    }

    private void drainSoon() {
        try {
            sending.execute(this::drain);
        } catch (RejectedExecutionException closed) {
            lose();
        } catch (Throwable noThread) {
            breakOff(noThread);
        }
    }

    private void drain() {
        safely(this::drawOne);
        for (byte[] frame = next(); frame != null; frame = next()) {
            try {
                pipe.send(frame);
                if (Frames.isFarewell(frame)) {
                    pipe.end();
                    lose();
                }
            } catch (RuntimeException over) {
                lose();
            } catch (Error fault) {
                breakOff(fault);
            }
        }
    }

    private void drawOne() {
        M drawn = mayDraw() ? source.get() : null;
        if (drawn != null) {
            send(drawn);
            draw();
        }
    }

    /** Where an action fails the link ends in order: both ends learn why. */
    private void safely(Runnable action) {
        try {
            action.run();
        } catch (RejectedExecutionException closed) {
            // Whoever ends tells nobody that there is room again.
            return;
        } catch (Throwable fault) {
            LOG.error("A link ends", fault);
            close("a fault in Attune itself: " + fault);
        }
    }

    private void breakOff(Throwable fault) {
        LOG.error("A link is broken off", fault);
        lose();
        pipe.end();
    }

    private synchronized boolean mayDraw() {
        boolean may = isDrawing && canDraw();
        isDrawing &= !may;
        return may;
    }

    private boolean canDraw() {
        return waiting.isEmpty() && end == null && !lost && pipe.isReady();
    }

    /** What was drawn is on its way before more is asked for, which gathers meanwhile. */
    private byte[] next() {
        List<Runnable> due = new ArrayList<>();
        byte[] frame = next(due);
        // Not under the lock: more of what the peer says may come at once, and be taken.
        due.forEach(this::safely);
        return frame;
    }

    private synchronized byte[] next(List<Runnable> due) {
        byte[] frame = null;
        if (!lost && pipe.isReady()) {
            frame = waiting.isEmpty() ? end == null ? null : Frames.farewell(end) : frame();
        }
        boolean again = frame == null && isDrawing && canDraw();
        busy = frame != null || again;
        if (again) {
            drainSoon();
        }
        release(due);
        if (held && bytes < PLENTY / 2) {
            held = false;
            Runnable action = onReady;
            due.add(() -> telling.execute(() -> safely(action)));
        }
        return frame;
    }

    private void release(List<Runnable> due) {
        if (bytes < TOO_MUCH / 2 && backlog < TOO_MUCH / 2) {
            due.addAll(patient);
            patient.clear();
        }
    }

    private byte[] frame() {
        byte[] first = waiting.remove();
        bytes -= first.length;
        if (!fits(first, first.length)) {
            return first;
        }
        ByteArrayOutputStream frame = new ByteArrayOutputStream(FRAME);
        frame.writeBytes(first);
        while (fits(first, frame.size())) {
            byte[] message = waiting.remove();
            bytes -= message.length;
            frame.writeBytes(message);
        }
        return frame.toByteArray();
    }

    /** Whether the next message goes into a frame that begins with this one and has so many bytes. */
    private boolean fits(byte[] first, int size) {
        byte[] next = waiting.peek();
        return next != null && size + next.length <= FRAME && Packed.is(next) == Packed.is(first);
    }
}
