package org.attune.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.attune.trial.Keep;

/** Where on this machine the trials of a study run, and what keeps what they save and print. */
public interface StudySite extends AutoCloseable {

    /** The folder in which trials run, with the study's files. */
    Path folder();

    /** Jars and folders of a Java trainable, on this machine. */
    default List<Path> classPath() {
        return List.of();
    }

    /** Folders of this machine, which may be made first, in which trials and what keeps their output write. */
    default List<Path> written() {
        return List.of();
    }

    /** Called once. {@code broken}: as {@link Keep.Opening#open} has it. */
    Keep keep(Consumer<String> broken) throws IOException;

    /** No trial of the study runs any more, and its keep is closed: what is here for it can go. */
    @Override
    default void close() {}
}
