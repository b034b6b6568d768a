package org.attune.cli;

import java.nio.file.Path;
import org.attune.spec.SpecFiles;
import org.attune.spec.StudySpec;

/**
 * A study as it was given.
 *
 * @param folder in which trials run: the study file's
 * @param hasFile whether there is a study file
 */
public record Definition(StudySpec spec, Path folder, boolean hasFile) {

    /** @throws org.attune.text.TextException if a file of the trainable is missing */
    public void checkFiles() {
        if (hasFile) {
            SpecFiles.check(spec, folder);
        } else {
            SpecFiles.checkCommand(spec, folder);
        }
    }
}
