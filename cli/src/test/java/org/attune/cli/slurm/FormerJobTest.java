package org.attune.cli.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.attune.cli.slurm.chain.Submission;
import org.attune.journal.Journal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormerJobTest {
    private static final String KILLED =
            "slurmstepd-n1: error: StepId=4.0 exceeded memory limit (429752320 > 157286400), being killed\n";

    @TempDir
    Path study;

    private void submit(long job, String log) throws IOException {
        Path folder = Submission.fresh(study);
        Submission submission = new Submission(
                folder,
                Optional.of(Duration.ofHours(1)),
                Optional.of(Duration.ofMinutes(1)),
                folder.resolve("%j.log").toString());
        submission.begin("#!/bin/bash\n", "toy", "attune slurm submit toy.yaml");
        submission.records().submitted(job, OptionalLong.empty(), Optional.empty(), Instant.now());
        Files.writeString(submission.log(job), log);
    }

    /** Seconds from now. */
    private void set(Path file, int seconds) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(seconds)));
    }

    @BeforeEach
    void hasBegun() throws IOException {
        set(Files.createFile(study.resolve(Journal.FILE)), -60);
    }

    @Test
    void ofRunsAfterItNothingIsSaid() throws IOException {
        submit(4, KILLED);
        assertThat(FormerJob.exhausted(study, 5)).hasValue("4");
        set(study.resolve(Journal.FILE), 60);
        assertThat(FormerJob.exhausted(study, 5)).as("begun anew").isEmpty();
    }

    @Test
    void whatIsSaidOfATrialIsNotOfTheJob() throws IOException {
        submit(4, "12:00:00 trial 3 failed: srun: error: n1: task 0: Out Of Memory\n");
        assertThat(FormerJob.exhausted(study, 5)).isEmpty();
    }

    @Test
    void itTookMoreMemoryThanItHadIfSlurmSaysSoAtTheEndOfItsLog() throws IOException {
        assertThat(FormerJob.exhausted(study, 4)).isEmpty();
        submit(4, "12:00:00 trial 3 started\n" + KILLED);
        assertThat(FormerJob.exhausted(study, 5)).hasValue("4");
        submit(5, "12:01:00 trial 3 started\n");
        assertThat(FormerJob.exhausted(study, 5)).as("of the one that runs").hasValue("4");
        assertThat(FormerJob.exhausted(study, 6)).isEmpty();
    }
}
