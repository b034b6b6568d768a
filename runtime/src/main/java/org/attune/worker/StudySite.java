package org.attune.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.attune.checkpoint.CheckpointStore;
import org.attune.trial.TrialOutput;

/** Where on this machine the trials of a study run, and where what they save and print goes. */
public interface StudySite extends AutoCloseable {

    /** The folder in which trials run, with the study's files. */
    Path folder();

    /** @param broken told why, and what to do, when nothing can be saved; no trial is to blame then */
    CheckpointStore checkpoints(Consumer<String> broken) throws IOException;

    TrialOutput output() throws IOException;

    /** No trial of the study runs any more; what was kept for it can go. */
    @Override
    default void close() {}
}
