package org.attune.cli.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.attune.cli.slurm.chain.Submission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoingOnTest {
    private static final String COMMAND = "attune slurm submit /home/me/toy.yaml --budget 60";

    @TempDir
    Path study;

    private Submission submission(long... jobs) throws IOException {
        Submission submission = new Submission(
                Submission.fresh(study),
                Optional.of(Duration.ofHours(1)),
                Optional.of(Duration.ofMinutes(10)),
                "%j.log");
        submission.begin("#!/bin/bash\n", "toy", COMMAND);
        OptionalLong after = OptionalLong.empty();
        for (long job : jobs) {
            submission.records().submitted(job, after, Optional.empty(), Instant.EPOCH);
            after = OptionalLong.of(job);
        }
        return submission;
    }

    private Optional<GoingOn> at(String job, String name) throws IOException {
        return GoingOn.of(study, Map.of("SLURM_JOB_ID", job, "SLURM_JOB_NAME", name));
    }

    @Test
    void theOneThatFollowsGoesOnByItself() throws IOException {
        submission(12, 13);

        GoingOn first = at("12", "toy").orElseThrow();

        assertThat(first.text(true)).isEqualTo("by itself, in job 13");
        assertThat(first.text(false)).isEqualTo("by itself, in job 13; if job 12 was cancelled, by " + COMMAND);
    }

    @Test
    void whereNoneFollowsItIsSubmittedAgain() throws IOException {
        submission(12, 13);
        assertThat(at("13", "toy").orElseThrow().text(true)).isEqualTo(COMMAND);
    }

    @Test
    void whereNoneIsToFollowTheOneThatWaitsDoesNothing() throws IOException {
        submission(12, 13).stop("it was cancelled");
        assertThat(at("12", "toy").orElseThrow().text(false)).isEqualTo(COMMAND);
    }

    @Test
    void whatWasNotSubmittedGoesOnAsItWasCalled() throws IOException {
        submission(12);
        assertThat(at("14", "toy")).isEmpty();
        assertThat(at("12", "mine"))
                .as("a script of one's own whose job has the number again")
                .isEmpty();
        assertThat(GoingOn.of(study, Map.of())).isEmpty();
        assertThat(GoingOn.of(study.resolve("none"), Map.of("SLURM_JOB_ID", "12")))
                .isEmpty();
    }
}
