package org.attune.worker;

import java.nio.file.Path;
import java.time.Duration;
import org.attune.spec.Resources;
import org.attune.spec.StudySpec;

/**
 * What a worker must know of a study to run its attempts.
 *
 * @param study name of the study
 * @param metric the objective's
 * @param resources what each trial gets
 * @param grace between {@code TERM} and {@code KILL}
 * @param folder in which trials run
 */
record WorkerSettings(String study, String metric, Resources resources, Duration grace, Path folder) {

    WorkerSettings {
        folder = folder.toAbsolutePath().normalize();
    }

    static WorkerSettings of(StudySpec spec, Path folder) {
        return new WorkerSettings(spec.study(), spec.objective().metric(), spec.resources(), spec.grace(), folder);
    }
}
