package org.attune.trial.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Starts programs. Safe for use by many threads. */
public interface ProcessStarter extends AutoCloseable {

    /**
     * Starts a program and returns when it runs.
     *
     * @param turnedAway completed by another thread when the program is not wanted any more
     * @throws CannotRun if there is no such program, or it cannot be run
     * @throws IOException if it could not be started for another reason; nothing is left then
     */
    TrialProcess start(StartRequest request, CompletableFuture<Void> turnedAway)
            throws IOException, InterruptedException;

    /** Waits until programs are started without delay, but no longer than the given time. */
    default void awaitWarm(Duration limit) throws InterruptedException {}

    /** A Python module that the program is sure to import and that is not installed here; known once it is warm, if at all. */
    default Optional<String> absent() {
        return Optional.empty();
    }

    /** Why a program was never begun, and what to do, if its last words say so. */
    default Optional<String> refusal(String lastWords) {
        return Optional.empty();
    }

    /** Ends what is left of what it started, with grace. */
    @Override
    void close();
}
