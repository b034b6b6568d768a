package org.attune.head.hosting;

import java.util.function.Consumer;
import org.attune.spec.StudySpec;
import org.attune.tuner.TrialRunner;
import org.attune.wire.StudyBrief;

/** Makes what runs a study's trials. */
@FunctionalInterface
public interface StudyRunners {

    /**
     * @param notices told, line by line and on any thread, what people should know: an environment that is being built, a worker that was lost
     * @throws IllegalArgumentException if no trial can ever run, with the reason
     */
    TrialRunner of(StudyBrief brief, StudySpec spec, Consumer<String> notices);
}
