package org.attune.carry;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.attune.checkpoint.Checkpoints;
import org.attune.checkpoint.CheckpointsHere;
import org.attune.trial.Keep;
import org.attune.wire.AttemptKey;

/** For a results folder that is shared with the head: checkpoints are put in their place there; output goes to the head, which alone writes the log and discards. */
final class SharedKeep extends CheckpointsHere implements Keep {
    private final String study;
    private final Backlog backlog;

    SharedKeep(String study, Path results, Path working, Backlog backlog, Consumer<String> broken) {
        super(new Checkpoints(results, working, broken));
        this.study = study;
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
