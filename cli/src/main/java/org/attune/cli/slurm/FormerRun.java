package org.attune.cli.slurm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.attune.journal.Head;
import org.attune.journal.Ownership;

/** Whoever runs a study that the next step is to go on with: one that was killed on another node seems alive for half a minute, and the next job may begin before that. */
public record FormerRun(Path study) {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final long LOOK_MILLIS = 500;

    /** Waits until it shows no signs of life; if it goes on showing them, it is alive. */
    public void await(Consumer<String> tell) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Optional<Head> there = current();
        there.ifPresent(head -> tell.accept("The study is run by process " + head.pid() + " on " + head.host()
                + ", or was a moment ago. Waiting for " + PATIENCE.toSeconds()
                + " s at most, to see whether that is over."));
        while (there.isPresent() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            there = current();
        }
    }

    /** Whether somebody runs it now. */
    public boolean isThere() throws IOException {
        return current().isPresent();
    }

    private Optional<Head> current() throws IOException {
        return Files.isDirectory(study) ? Ownership.current(study) : Optional.empty();
    }
}
