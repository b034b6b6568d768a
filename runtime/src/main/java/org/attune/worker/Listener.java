package org.attune.worker;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Reads a pipe on a thread of its own until it ends, or is given up. */
final class Listener {

    /** Takes the bytes that were read; called by one thread. */
    interface Sink {
        void take(byte[] bytes, int length) throws InterruptedException;
    }

    /** Most trials say little, and there may be very many. */
    private static final int FIRST_CHUNK = 2 * 1024;

    private static final int LARGEST_CHUNK = 64 * 1024;

    private final InputStream pipe;
    private final Sink sink;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean waiting;
    private volatile boolean givenUp;
    private volatile long chunks;

    Listener(InputStream pipe, Sink sink) {
        this.pipe = pipe;
        this.sink = sink;
    }

    void startOn(Executor threads) {
        threads.execute(this::listen);
    }

    /**
     * Waits until all was read and taken. A process that escaped may hold the pipe for ever: when nothing has come for the given time the listener is given up,
     * and what comes later is dropped.
     *
     * @return whether the pipe has come to its end: nobody holds it any more
     */
    boolean finish(Duration silence) throws InterruptedException {
        long before = -1;
        while (!done.await(silence.toMillis(), TimeUnit.MILLISECONDS)) {
            if (waiting && chunks == before) {
                givenUp = true;
                return false;
            }
            before = chunks;
        }
        return true;
    }

    private void listen() {
        byte[] bytes = new byte[FIRST_CHUNK];
        try {
            while (!givenUp) {
                waiting = true;
                int length = pipe.read(bytes);
                waiting = false;
                if (length < 0 || givenUp) {
                    return;
                }
                sink.take(bytes, length);
                chunks = chunks + 1;
                if (length == bytes.length && length < LARGEST_CHUNK) {
                    bytes = new byte[2 * length];
                }
            }
        } catch (IOException e) {
            return; // the pipe was closed under way: as good as its end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            done.countDown();
        }
    }
}
