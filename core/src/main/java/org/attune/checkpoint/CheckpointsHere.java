package org.attune.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps checkpoints in the study's results folder. */
public class CheckpointsHere implements CheckpointStore {
    private final Checkpoints checkpoints;

    public CheckpointsHere(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    /** Where they are. */
    public final Checkpoints checkpoints() {
        return checkpoints;
    }

    @Override
    public final Path newSaveFolder(int trial, int attempt) throws IOException {
        return checkpoints.newSaveFolder(trial, attempt);
    }

    @Override
    public final Path sharedSaveFolder(int trial, int attempt) throws IOException {
        return checkpoints.sharedSaveFolder(trial, attempt);
    }

    @Override
    public final void removeSaveFolder(int trial, int attempt) throws IOException {
        checkpoints.removeSaveFolder(trial, attempt);
    }

    /** @throws InterruptedException if the attempt was abandoned while others had to be waited for */
    @Override
    public String register(int trial, int attempt, int step, String named)
            throws UnusableCheckpointException, IOException, InterruptedException {
        return checkpoints.register(trial, attempt, step, named);
    }

    /** @throws InterruptedException if the attempt was abandoned while it was fetched */
    @Override
    public Path checkpoint(int trial, int attempt, String checkpoint) throws IOException, InterruptedException {
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
