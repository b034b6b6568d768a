package org.attune.head.hosting;

import org.attune.head.StudyNotes;
import org.attune.spec.StudySpec;
import org.attune.tuner.TrialRunner;
import org.attune.wire.StudyBrief;

/** Makes what runs a study's trials. */
@FunctionalInterface
public interface StudyRunners {

    /**
     * Before anything is made for it.
     *
     * @throws IllegalArgumentException if no trial can ever run, with the reason
     */
    default void check(StudySpec spec) {}

    /**
     * @param notes told what people should know: an environment that is being built, what the study waits for
     * @throws IllegalArgumentException if no trial can ever run, with the reason
     */
    TrialRunner of(StudyBrief brief, StudySpec spec, StudyNotes notes);
}
