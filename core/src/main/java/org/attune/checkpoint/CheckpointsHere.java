package org.attune.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps checkpoints in the study's results folder. */
public final class CheckpointsHere implements CheckpointStore {
    private final Checkpoints checkpoints;

    public CheckpointsHere(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    @Override
    public Path newSaveFolder(int trial, int attempt) throws IOException {
        return checkpoints.newSaveFolder(trial, attempt);
    }

    @Override
    public void removeSaveFolder(int trial, int attempt) throws IOException {
        checkpoints.removeSaveFolder(trial, attempt);
    }

    @Override
    public String register(int trial, int attempt, int step, String named)
            throws UnusableCheckpointException, IOException {
        return checkpoints.register(trial, attempt, step, named);
    }

    @Override
    public Path checkpoint(int trial, int attempt, String checkpoint) throws IOException {
        return checkpoints.folder(checkpoint);
    }

    @Override
    public void discard(String checkpoint) {
        try {
            Optional<Path> discarded = checkpoints.discard(checkpoint);
            if (discarded.isPresent()) {
                checkpoints.delete(discarded.get());
            }
        } catch (IOException e) {
            return;
        }
    }
}
