package org.attune.cli.slurm.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.attune.engine.slurm.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionTest {

    @TempDir
    Path study;

    @Test
    void theNextOneComesAfterTheLastEvenIfThoseBeforeWereRemovedOrCopied() throws IOException {
        assertThat(Submission.fresh(study)).isEqualTo(study.resolve("slurm/1"));
        assertThat(Submission.fresh(study)).isEqualTo(study.resolve("slurm/2"));
        Files.delete(study.resolve("slurm/1"));
        Files.createDirectory(study.resolve("slurm/7.old"));

        Path next = Submission.next(study);

        assertThat(next).isEqualTo(study.resolve("slurm/3"));
        assertThat(Submission.fresh(study)).isEqualTo(next);
        assertThat(Submission.of(study)).isEmpty();
    }

    @Test
    void ofOneThatSlurmRefusedNothingStays(@TempDir Path results) throws IOException {
        Path toy = results.resolve("toy");
        submission(toy).forget();
        assertThat(toy).doesNotExist();

        submission(toy);
        submission(toy).forget();
        assertThat(toy.resolve("slurm")).isDirectoryContaining("glob:**/1").isDirectoryNotContaining("glob:**/2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            attune slurm submit toy.yaml --budget 1:00:00 -t 10 | 15 | attune slurm submit toy.yaml --budget 00:45:00 -t 10
            attune slurm submit toy.yaml --budget=60            | 15 | attune slurm submit toy.yaml --budget 00:45:00
            attune slurm submit toy.yaml -- --no-srun           | 15 | attune slurm submit --budget 00:45:00 toy.yaml -- --no-srun
            attune slurm submit toy.yaml --budget 1:00:00       | 60 | attune slurm submit toy.yaml --budget 1:00:00
            attune slurm submit toy.yaml --budget 1:00:00       |  0 | attune slurm submit toy.yaml --budget 1:00:00
            """)
    void whoGoesOnHasWhatIsLeftOfTheBudget(String asked, int used, String next) throws IOException {
        Submission one = new Submission(
                Submission.fresh(study),
                Optional.of(Duration.ofMinutes(60)),
                Optional.of(Duration.ofMinutes(30)),
                "%j.log");
        one.begin("#!/bin/sh\n", "toy", asked);
        one.records().submitted(7, OptionalLong.empty(), one.time(), Instant.EPOCH);
        one.records().begun(7, Instant.EPOCH, Duration.ZERO, 0);
        Instant end = Instant.EPOCH.plus(Duration.ofMinutes(used));
        one.records().ended(7, Optional.empty(), end, Optional.of(JobState.CANCELLED));
        assertThat(one.command()).isEqualTo(next);
    }

    @Test
    void aCopyOfARecordIsNoJob() throws IOException {
        Submission one = submission(study);
        one.records().submitted(7, OptionalLong.empty(), Optional.empty(), Instant.EPOCH);
        Files.copy(one.folder().resolve("7.submitted"), one.folder().resolve("7-old.submitted"));
        assertThat(one.links()).extracting(Link::job).containsExactly(7L);
    }

    private static Submission submission(Path study) throws IOException {
        Submission submission = new Submission(Submission.fresh(study), Optional.empty(), Optional.empty(), "%j.log");
        submission.begin("#!/bin/sh\n", "toy", "attune slurm submit toy.yaml");
        return submission;
    }
}
