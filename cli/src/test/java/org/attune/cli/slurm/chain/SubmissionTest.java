package org.attune.cli.slurm.chain;

import static org.assertj.core.api.Assertions.assertThat;

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
    void whatPeopleKeepBesideIsNoSubmissionAndNoJob() throws Exception {
        Submission first = new Submission(Submission.fresh(study), Optional.empty(), Optional.empty(), "%j.log");
        first.begin("#!/bin/sh\n");
        first.records().submitted(7, OptionalLong.empty(), Optional.empty(), Instant.EPOCH);
        Files.copy(first.folder().resolve("7.submitted"), first.folder().resolve("7-old.submitted"));
        for (String name : new String[] {"1.bak", "2-old", "3 (copy)"}) {
            Files.createDirectory(study.resolve("slurm").resolve(name));
        }
        assertThat(Submission.of(study)).containsExactly(first);
        assertThat(first.links()).extracting(Link::job).containsExactly(7L);
        assertThat(Submission.fresh(study)).hasFileName("2");
    }
}
