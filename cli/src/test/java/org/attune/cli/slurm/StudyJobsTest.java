package org.attune.cli.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.attune.analysis.StudyFolders;
import org.attune.cli.BadInput;
import org.attune.cli.slurm.chain.Submission;
import org.attune.engine.slurm.JobReason;
import org.attune.engine.slurm.JobState;
import org.attune.engine.slurm.QueuedJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which job of Slurm's is which of a study's, where numbers begin anew with Slurm. */
class StudyJobsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T11:20:00Z");

    @TempDir
    Path results;

    private final List<QueuedJob> queue = new ArrayList<>();

    private void submitted(String study, long job, Instant when) throws IOException {
        Submission submission = new Submission(
                Submission.fresh(results.resolve(study)), Optional.empty(), Optional.empty(), results + "/%j.log");
        submission.begin("#!/bin/bash\n", study, "attune slurm submit " + study + ".yaml");
        submission.records().submitted(job, OptionalLong.empty(), Optional.empty(), when);
    }

    private void queued(String name, long job, Instant submitted) {
        queued(name, job, JobState.RUNNING, submitted, "");
    }

    private void queued(String name, long job, JobState state, Instant submitted, String script) {
        queue.add(new QueuedJob(
                "" + job,
                name,
                state,
                JobReason.NONE,
                "None",
                "main",
                Optional.of(submitted),
                Optional.of(submitted),
                Optional.empty(),
                List.of("n1"),
                script));
    }

    private JobsOf jobs() {
        return new JobsOf(new StudyFolders(results), queue);
    }

    private List<String> live(String study) throws IOException {
        return jobs().find(study).jobs().live().stream()
                .map(StudyJobs.Entry::id)
                .toList();
    }

    @Test
    void aJobOfAnotherNameIsNotTheStudysThoughItHasTheNumberAndCameLater() throws IOException {
        submitted("toy", 7, NOW.minus(Duration.ofDays(3)));
        queued("editor", 7, NOW);
        assertThat(live("toy")).isEmpty();

        queue.clear();
        queued("toy", 7, NOW.minus(Duration.ofDays(9)));
        assertThat(live("toy")).as("one from before").isEmpty();

        queue.clear();
        queued("toy", 7, NOW);
        assertThat(live("toy")).as("begun anew: submitted again").containsExactly("7");
    }

    @Test
    void aJobWhoseSubmitWasKilledBeforeItWroteItDownIsKnownByItsScript() throws IOException {
        submitted("toy", 7, NOW.minus(Duration.ofDays(3)));
        Submission killed = new Submission(
                Submission.fresh(results.resolve("toy")), Optional.empty(), Optional.empty(), results + "/%j.log");
        killed.begin("#!/bin/bash\n", "toy", "attune slurm submit toy.yaml");
        queued("toy", 8, JobState.PENDING, NOW, "");
        queued(
                "toy",
                9,
                JobState.PENDING,
                NOW,
                results.resolve("copy/toy/slurm/2/job.sh").toString());
        assertThat(live("toy")).as("others of that name").isEmpty();

        queued("toy", 10, JobState.CANCELLED, NOW, killed.script().toString());
        queued("toy", 11, JobState.PENDING, NOW, killed.script().toString());
        assertThat(live("toy")).containsExactly("11");
        assertThat(jobs().find("11").study()).isEqualTo("toy");

        killed.records().submitted(11, OptionalLong.empty(), Optional.empty(), NOW);
        assertThat(live("toy")).as("it is written down").containsExactly("11");
    }

    @Test
    void ofTwoOfOneStudyWithOneNumberTheLaterOneIsMeant() throws IOException {
        submitted("toy", 7, NOW.minus(Duration.ofDays(3)));
        submitted("toy", 7, NOW);
        queued("toy", 7, NOW);
        assertThat(live("toy")).containsExactly("7");
        assertThat(jobs().find("toy").jobs().live().get(0).submission().folder())
                .isEqualTo(results.resolve("toy/slurm/2"));
    }

    @Test
    void aNumberMeansTheStudyWhoseJobIsThereElseTheLastThatHadIt() throws IOException {
        submitted("alpha", 7, NOW.minus(Duration.ofDays(3)));
        submitted("beta", 7, NOW.minus(Duration.ofDays(1)));
        submitted("gamma", 7, NOW.minus(Duration.ofDays(2)));
        assertThat(jobs().find("7").study()).isEqualTo("beta");
        queued("gamma", 7, NOW.minus(Duration.ofDays(2)));
        assertThat(jobs().find("7").study()).isEqualTo("gamma");
        assertThatThrownBy(() -> jobs().find("8")).isInstanceOf(BadInput.class);
    }

    @Test
    void whatIsLiveComesFirstThenWhatWasHeardOfLastAndTheRestIsCounted() throws IOException {
        submitted("old", 1, NOW.minus(Duration.ofDays(9)));
        submitted("ended", 2, NOW.minus(Duration.ofHours(20)));
        submitted("later", 3, NOW.minus(Duration.ofHours(2)));
        submitted("running", 4, NOW.minus(Duration.ofDays(5)));
        queued("running", 4, NOW.minus(Duration.ofDays(5)));

        Lately lately = Lately.of(jobs().all(), false, NOW);

        assertThat(lately.studies()).extracting(JobsOf.Found::study).containsExactly("running", "later", "ended");
        assertThat(lately.older()).isEqualTo(1);
        assertThat(Lately.of(jobs().all(), true, NOW).studies())
                .extracting(JobsOf.Found::study)
                .containsExactly("running", "later", "ended", "old");
    }
}
