package org.attune.cli.slurm.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmissionEndTest {
    private static final Instant BEGUN = Instant.parse("2026-11-30T08:00:00Z");

    @TempDir
    Path folder;

    private Submission submission(String header) throws Exception {
        Submission submission = new Submission(
                folder, Optional.of(Duration.ofMinutes(45)), Optional.of(Duration.ofMinutes(30)), "%j.log");
        submission.begin("#!/bin/bash\n#SBATCH --time=00:30:00\n" + header, "toy", "attune slurm submit toy.yaml");
        submission.records().submitted(1, OptionalLong.empty(), Optional.of(Duration.ofMinutes(30)), BEGUN);
        submission.records().submitted(2, OptionalLong.of(1), Optional.of(Duration.ofSeconds(14 * 60 + 1)), BEGUN);
        submission.records().submitted(3, OptionalLong.of(2), Optional.empty(), BEGUN);
        return submission;
    }

    @Test
    void eachAllocationEndsByTheLimitThatItWasSubmittedWith() throws Exception {
        Submission submission = submission("");
        assertThat(submission.end(1, BEGUN)).contains(BEGUN.plusSeconds(30 * 60));
        assertThat(submission.end(2, BEGUN)).contains(BEGUN.plusSeconds(15 * 60));
        assertThat(submission.end(3, BEGUN)).isEmpty();
        assertThat(submission.end(4, BEGUN)).isEmpty();
    }

    @Test
    void anEndThatSlurmMayChooseIsNotKnown() throws Exception {
        assertThat(submission("#SBATCH --time-min=00:10:00\n").end(1, BEGUN)).isEmpty();
    }
}
