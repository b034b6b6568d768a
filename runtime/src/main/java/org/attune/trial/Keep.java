package org.attune.trial;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.attune.checkpoint.UnusableCheckpointException;

/** Keeps what the trials of a study print and save, in the study's results folder or far away. Safe for use by many threads. */
public interface Keep extends AutoCloseable {

    /** How a keep comes to be, once a worker knows whom to tell that it is broken. */
    interface Opening {
        /** @param broken told why, and what to do, when nothing can be kept any more; no trial is to blame then */
        Keep open(Consumer<String> broken) throws IOException;
    }

    /** Takes what an attempt printed; does not wait for a peer. */
    void append(int trial, int attempt, byte[] bytes);

    /** An attempt will print no more. */
    void finish(int trial, int attempt);

    /** A new, empty folder for an attempt to save in. */
    Path newSaveFolder(int trial, int attempt) throws IOException;

    /** Removes that folder with what the attempt left there. */
    void removeSaveFolder(int trial, int attempt) throws IOException;

    /**
     * Makes what a trial saved its checkpoint of a step; returns when it lies where it outlives this machine, which may take long.
     *
     * @param named path of a folder or file, as the trial named it
     * @return the checkpoint's folder, relative to the study's results
     * @throws UnusableCheckpointException if it is not there, or is nothing that may be moved, or too large
     * @throws InterruptedException if the attempt was abandoned meanwhile
     */
    String register(int trial, int attempt, int step, String named)
            throws UnusableCheckpointException, IOException, InterruptedException;

    /**
     * The absolute folder of a registered checkpoint on this machine, fetched first where it is not here; that may take long.
     *
     * @param checkpoint relative to the study's results
     * @throws java.nio.file.NoSuchFileException if it is not to be found
     * @throws InterruptedException if the attempt was abandoned meanwhile
     */
    Path checkpoint(int trial, int attempt, String checkpoint) throws IOException, InterruptedException;

    /** Nobody waits for an attempt any more: what it waits for here is given up. */
    void abandon(int trial, int attempt);

    /** A checkpoint is needed no more; its files are removed in the background. */
    void discard(String checkpoint);

    @Override
    void close();
}
