package org.attune.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.attune.journal.DiskWatch;

/** What people are told, and can do, while the file system of a study does not answer. */
final class Stalls {
    private static final Duration NOTICEABLE = Duration.ofSeconds(2);
    private static final long MILLIS_FOR_TRIALS_TO_END = 2000;

    private final DiskWatch disk;
    private volatile Consumer<String> teller;

    /** @param first told until another is named */
    Stalls(Path folder, Consumer<String> first) {
        disk = new DiskWatch(folder, DiskWatch.PATIENCE, text -> teller.accept(text));
        teller = first;
    }

    DiskWatch disk() {
        return disk;
    }

    void to(Consumer<String> other) {
        teller = other;
    }

    /** A sentence about a pause, if it has to wait. */
    Optional<String> pause() {
        return waiting()
                .map(seconds -> "Pausing as soon as " + disk.name() + " answers, which it has not for " + seconds
                        + " s. Ctrl-C again ends the command without waiting.");
    }

    /** Ends the program soon, and says so, if it would have to wait; until then trials can be ended. */
    Optional<String> end() {
        return waiting().map(seconds -> {
            CompletableFuture.delayedExecutor(MILLIS_FOR_TRIALS_TO_END, TimeUnit.MILLISECONDS)
                    .execute(() -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED));
            return "Ending without waiting for " + disk.name()
                    + ". What was acknowledged is kept. The system may hold the process until the disk answers.";
        });
    }

    private Optional<Long> waiting() {
        return disk.waiting().filter(time -> time.compareTo(NOTICEABLE) > 0).map(Duration::toSeconds);
    }
}
