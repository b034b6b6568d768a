package org.attune.checkpoint;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the checkpoints of a study are kept, as those see it that run its trials. A checkpoint's name is its folder relative to the study's results. Safe for use by many threads. */
public interface CheckpointStore {

    /** A new, empty folder for an attempt to save in. */
    Path newSaveFolder(int trial, int attempt) throws IOException;

    /** The folder for an attempt to save in, made only if it is not there: the other parts of an attempt on several machines may have begun to use it. */
    Path sharedSaveFolder(int trial, int attempt) throws IOException;

    /** Removes an attempt's folder with what it left there. */
    void removeSaveFolder(int trial, int attempt) throws IOException;

    /**
     * The absolute folder of a registered checkpoint, which may have to be fetched.
     *
     * @throws NoSuchFileException if it is not there
     */
    Path folder(String checkpoint) throws IOException;

    /**
     * Makes what a trial saved its checkpoint of a step, in place of one that an earlier attempt may have left there.
     *
     * @param named path of a folder or file, as the trial named it
     * @return the checkpoint's name
     * @throws UnusableCheckpointException if it is not there, or is nothing that may be moved
     */
    String register(int trial, int attempt, int step, String named) throws UnusableCheckpointException, IOException;

    /**
     * Takes a checkpoint that is needed no more out of its place, if it is still there; the place is free at once. Never touches anything but checkpoints.
     *
     * @return what is left to {@link #delete}
     */
    Optional<Path> discard(String checkpoint) throws IOException;

    /** Deletes what was discarded, and folders that are empty then. */
    void delete(Path discarded) throws IOException;
}
