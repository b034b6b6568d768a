package org.attune.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** Keeps what the trials of a study save, as those see it that run them. A checkpoint's name is its folder, relative to the study's results. Safe for use by many threads. */
public interface CheckpointStore {

    /** A new, empty folder for an attempt to save in. */
    Path newSaveFolder(int trial, int attempt) throws IOException;

    /** The same for one of several machines that an attempt runs on: what the others may have put there already is left alone, where they share it. */
    default Path sharedSaveFolder(int trial, int attempt) throws IOException {
        return newSaveFolder(trial, attempt);
    }

    /** Removes that folder with what the attempt left there. */
    void removeSaveFolder(int trial, int attempt) throws IOException;

    /**
     * Makes what a trial saved its checkpoint of a step; returns when it lies where it outlives this machine, which may take long.
     *
     * @param named path of a folder or file, as the trial named it
     * @return the checkpoint's name
     * @throws UnusableCheckpointException if it is not there, or is nothing that may be moved, or too large
     * @throws InterruptedException if the attempt was abandoned meanwhile
     */
    String register(int trial, int attempt, int step, String named)
            throws UnusableCheckpointException, IOException, InterruptedException;

    /**
     * The absolute folder of a registered checkpoint on this machine, fetched first where it is not here; that may take long.
     *
     * @throws java.nio.file.NoSuchFileException if it is not to be found
     * @throws InterruptedException if the attempt was abandoned meanwhile
     */
    Path checkpoint(int trial, int attempt, String checkpoint) throws IOException, InterruptedException;

    /** A checkpoint is needed no more. What cannot be removed now is removed when the study is opened next. */
    void discard(String checkpoint);
}
