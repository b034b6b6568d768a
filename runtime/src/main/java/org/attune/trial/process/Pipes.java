package org.attune.trial.process;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's ends of a trial's pipes.
 *
 * @param answers the other end of the trial's descriptor 3
 * @param reports the other end of its descriptor 4
 * @param output what it prints
 */
record Pipes(OutputStream answers, InputStream reports, InputStream output) implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Pipes.class);

    /**
     * Opens those that a process holds under the given descriptors.
     *
     * @throws IOException if it is gone, or they may not be opened
     */
    static Pipes of(long pid, long answers, long reports, long output) throws IOException {
        String descriptors = "/proc/" + pid + "/fd/";
        return new Pipes(
                new FileOutputStream(descriptors + answers),
                new FileInputStream(descriptors + reports),
                new FileInputStream(descriptors + output));
    }

    @Override
    public void close() {
        for (Closeable pipe : List.of(answers, reports, output)) {
            try {
                pipe.close();
            } catch (IOException e) {
                LOG.debug("A pipe of a trial could not be closed.", e);
            }
        }
    }
}
