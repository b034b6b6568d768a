package org.attune.cli;

import java.nio.file.Path;
import org.attune.spec.StudySpec;

/**
 * A study as it was given.
 *
 * @param folder of the study file, in which trials run
 */
record Definition(StudySpec spec, Path folder) {}
