package org.attune.cli.slurm.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
