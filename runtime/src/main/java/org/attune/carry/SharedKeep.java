package org.attune.carry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.attune.checkpoint.Checkpoints;
import org.attune.checkpoint.UnusableCheckpointException;
import org.attune.trial.Keep;
import org.attune.wire.AttemptKey;

/** For a results folder that is shared with the head: checkpoints are put in their place there; output goes to the head, which alone writes the log and discards. */
final class SharedKeep implements Keep {
    private final String study;
    private final Checkpoints checkpoints;
    private final Backlog backlog;

    SharedKeep(String study, Path results, Path working, Backlog backlog, Consumer<String> broken) {
        this.study = study;
        this.checkpoints = new Checkpoints(results, working, broken);
        this.backlog = backlog;
    }

    @Override
    public void append(int trial, int attempt, byte[] bytes) {
        backlog.add(new AttemptKey(study, trial, attempt), bytes);
    }

    @Override
    public void finish(int trial, int attempt) {
        backlog.finish(new AttemptKey(study, trial, attempt));
    }

    @Override
    public Path newSaveFolder(int trial, int attempt) throws IOException {
        return checkpoints.newSaveFolder(trial, attempt);
    }

    @Override
    public Path sharedSaveFolder(int trial, int attempt) throws IOException {
        return checkpoints.sharedSaveFolder(trial, attempt);
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
    public void abandon(int trial, int attempt) {
        // Nothing here waits for anybody.
    }

    @Override
    public void discard(String checkpoint) {
        // The head has done it.
    }

    @Override
    public void close() {
        // Output that is not taken yet is the backlog's.
    }
}
