package org.attune.client.bridge;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes frames in their order, on a thread of its own: a pipe may be full, and links must not wait for it. Thread-safe. */
final class Speaker {
    private static final Logger LOG = LoggerFactory.getLogger(Speaker.class);
    private static final int BUFFER = 1 << 16;
    private static final byte[] LAST = {};

    private record Item(byte[] frame, Runnable written) {}

    private final OutputStream out;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final Thread thread;

    Speaker(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER);
        this.thread = new Thread(this::write, "attune-bridge-out");
        thread.setDaemon(true);
        thread.start();
    }

    void say(byte[] frame) {
        say(frame, () -> {});
    }

    /** @param written done when the frame is in the pipe */
    void say(byte[] frame, Runnable written) {
        queue.add(new Item(frame, written));
    }

    /** Writes what was said, for some seconds at most. */
    void close() throws InterruptedException {
        say(LAST);
        thread.join(TimeUnit.SECONDS.toMillis(5));
    }

    private void write() {
        try {
            for (Item item = queue.take(); item.frame() != LAST; item = queue.take()) {
                out.write(item.frame());
                if (queue.isEmpty()) {
                    out.flush();
                }
                item.written().run();
            }
            out.flush();
        } catch (IOException e) {
            LOG.debug("The program behind the bridge is gone.", e); // which its other pipe tells, too
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
