package org.attune.cli.slurm;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import org.attune.worker.join.Dial;

/** To the head of a step, which is about to come: looked for more often than one that may come in hours. Used by one thread. */
public record StepDial(StepFolder folder, Dial dial) implements Dial {
    private static final int LOOKS = 50;
    private static final long BETWEEN_MILLIS = 20;

    @Override
    public Dialled connect() throws IOException {
        for (int looks = 0; looks < LOOKS && !folder.hasHead(); looks++) {
            try {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while looking for a head.");
            }
        }
        if (!folder.hasHead()) {
            folder.lookAnew();
        }
        return dial.connect();
    }
}
