package org.attune.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.attune.checkpoint.CheckpointStore;
import org.attune.checkpoint.Checkpoints;
import org.attune.trial.OutputLog;
import org.attune.trial.TrialOutput;

/** The place of a study that this worker has for itself. */
record LocalSite(Path folder, Path results) implements StudySite {

    @Override
    public CheckpointStore checkpoints(Consumer<String> broken) throws IOException {
        Files.createDirectories(results);
        Checkpoints checkpoints = new Checkpoints(results, folder, broken);
        checkpoints.recover();
        return checkpoints;
    }

    @Override
    public TrialOutput output() throws IOException {
        return new OutputLog(results);
    }
}
