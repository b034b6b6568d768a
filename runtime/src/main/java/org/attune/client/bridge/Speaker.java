package org.attune.client.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes frames, by whoever has one: the program at the other end always reads, unless it is stopped. Thread-safe. */
final class Speaker {
    private static final Logger LOG = LoggerFactory.getLogger(Speaker.class);

    /** Bytes for which every pipe has room that is empty. */
    private static final int ROOM = 4096;

    private final OutputStream out;
    private final InputStream unread;
    private final ReentrantLock lock = new ReentrantLock();

    /** {@code unread}: tells how much of what was written the program has not read. */
    Speaker(OutputStream out, InputStream unread) {
        this.out = out;
        this.unread = unread;
    }

    void say(byte[] frame) {
        lock.lock();
        try {
            out.write(frame);
            out.flush();
        } catch (IOException e) {
            LOG.debug("The program behind the bridge is gone.", e); // which its other pipe tells, too
        } finally {
            lock.unlock();
        }
    }

    /** Writes it if nobody has to wait for that. @return whether it was written */
    boolean sayAtOnce(Supplier<byte[]> small) {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            int waits = unread.available();
            if (waits > ROOM) {
                return false;
            }
            byte[] frame = small.get();
            boolean fits = waits + frame.length <= ROOM;
            if (fits) {
                say(frame);
            }
            return fits;
        } catch (IOException e) {
            return false; // what waits longer finds out why
        } finally {
            lock.unlock();
        }
    }
}
