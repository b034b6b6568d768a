package org.attune.trial.python;

import java.nio.file.Path;

/** A virtual environment that is complete. */
public record PythonEnvironment(Path folder) {

    public Path python() {
        return folder.resolve("bin").resolve("python");
    }
}
