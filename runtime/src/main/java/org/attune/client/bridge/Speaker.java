package org.attune.client.bridge;

import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes frames, by whoever has one: the program at the other end always reads. Thread-safe. */
final class Speaker {
    private static final Logger LOG = LoggerFactory.getLogger(Speaker.class);

    private final OutputStream out;

    Speaker(OutputStream out) {
        this.out = out;
    }

    synchronized void say(byte[] frame) {
        try {
            out.write(frame);
            out.flush();
        } catch (IOException e) {
            LOG.debug("The program behind the bridge is gone.", e); // which its other pipe tells, too
        }
    }
}
