package org.attune.cli.slurm.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecReader;
import org.attune.tuner.OpenedStudy;
import org.attune.tuner.Opening;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
    private static final StudySpec SPEC = StudySpecReader.read("""
            study: toy
            objective: {metric: loss, mode: min}
            space: {x: {type: float, low: 0, high: 1}}
            trials: 4
            trainable: {command: [echo]}
            """, "study.yaml");

    @TempDir
    Path study;

    /** A head that begins, asks for a trial and is killed. */
    private long after(Optional<String> exhausted) throws IOException {
        try (OpenedStudy opened =
                OpenedStudy.open(study, SPEC, new Opening(false, false, exhausted), Clock.systemUTC())) {
            opened.askTell().ask();
        }
        return Progress.of(study).count();
    }

    @Test
    void whatIsLearntOfAJobThatRanOutOfMemoryIsProgress() throws IOException {
        assertThat(after(Optional.empty())).isZero();
        assertThat(after(Optional.empty())).as("a head was lost").isZero();
        assertThat(after(Optional.of("11"))).as("its job ran out of memory").isEqualTo(1);
    }
}
