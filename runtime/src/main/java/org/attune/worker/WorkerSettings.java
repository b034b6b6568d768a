package org.attune.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.attune.spec.Resources;
import org.attune.spec.StudySpec;

/**
 * What a worker must know of the study it works for.
 *
 * @param study name of the study
 * @param metric the objective's
 * @param resources what each trial gets
 * @param maxParallel how many trials run at once at most
 * @param grace between {@code TERM} and {@code KILL}
 * @param folder the study file's, in which trials run
 * @param results the study's results folder, for checkpoints and output
 */
public record WorkerSettings(
        String study,
        String metric,
        Resources resources,
        OptionalInt maxParallel,
        Duration grace,
        Path folder,
        Path results) {

    public WorkerSettings {
        folder = folder.toAbsolutePath().normalize();
        results = results.toAbsolutePath().normalize();
    }

    public static WorkerSettings of(StudySpec spec, Path folder, Path results) {
        return new WorkerSettings(
                spec.study(),
                spec.objective().metric(),
                spec.resources(),
                spec.maxParallel(),
                spec.grace(),
                folder,
                results);
    }
}
