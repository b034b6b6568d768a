package org.attune.trial;

import java.io.IOException;
import java.util.function.Consumer;
import org.attune.checkpoint.CheckpointStore;

/** Keeps what the trials of a study print and save, in the study's results folder or far away. Safe for use by many threads. */
public interface Keep extends CheckpointStore, AutoCloseable {

    /** How a keep comes to be, once a worker knows whom to tell that it is broken. */
    interface Opening {
        /** @param broken told why, and what to do, when nothing can be kept any more; no trial is to blame then */
        Keep open(Consumer<String> broken) throws IOException;
    }

    /** Takes what an attempt printed; does not wait for a peer. {@code attempt}: an {@link OutputPart}. */
    void append(int trial, int attempt, byte[] bytes);

    /** An attempt will print no more. {@code attempt}: an {@link OutputPart}. */
    void finish(int trial, int attempt);

    /** Nobody waits for an attempt any more: what it waits for here is given up. */
    void abandon(int trial, int attempt);

    @Override
    void close();
}
