package org.attune.cli.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.attune.cli.slurm.chain.Link;
import org.attune.cli.slurm.chain.Submission;
import org.attune.engine.slurm.JobReason;
import org.attune.engine.slurm.JobState;
import org.attune.engine.slurm.QueuedJob;
import org.junit.jupiter.api.Test;

class JobWordsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T11:20:00Z");
    private static final Submission SUBMISSION =
            new Submission(Path.of("/results/toy/slurm/1"), Optional.empty(), Optional.empty(), "%j.log");

    private static StudyJobs.Entry job(
            long number, long after, JobState state, String reason, Instant start, Instant end) {
        Link link = new Link(
                number,
                after == 0 ? OptionalLong.empty() : OptionalLong.of(after),
                Optional.empty(),
                NOW.minusSeconds(200),
                Optional.empty(),
                Duration.ZERO,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
        QueuedJob queued = new QueuedJob(
                "" + number,
                "toy",
                state,
                JobReason.of(reason),
                reason,
                "main",
                Optional.of(NOW.minusSeconds(200)),
                Optional.ofNullable(start),
                Optional.ofNullable(end),
                List.of(),
                "");
        return new StudyJobs.Entry(SUBMISSION, link, Optional.of(queued));
    }

    private static JobWords words(StudyJobs.Entry job, StudyJobs.Entry before) {
        return new JobWords(job, Optional.ofNullable(before), false, true, NOW, ZoneOffset.UTC);
    }

    private static String sentence(JobState state, String reason, Instant start, Instant end) {
        return words(job(12, 0, state, reason, start, end), null).sentence();
    }

    @Test
    void oneThatWaitsSaysSinceWhenForWhatAndUntilWhen() {
        assertThat(sentence(JobState.PENDING, "Priority", NOW.plusSeconds(7800), null))
                .isEqualTo(
                        "Job 12: waits since 11:16 (3m 20s): other jobs go first (Priority), begins in 2h 10m or so (13:30)");
        assertThat(sentence(JobState.PENDING, "Resources", null, null))
                .isEqualTo(
                        "Job 12: waits since 11:16 (3m 20s): its nodes are not free yet (Resources); Slurm does not say when it will begin");
        assertThat(sentence(JobState.PENDING, "None", null, null))
                .isEqualTo("Job 12: waits since 11:16 (3m 20s); Slurm does not say when it will begin");
        assertThat(sentence(JobState.PENDING, "Priority", NOW.plusSeconds(100_000), null))
                .endsWith("begins in 1d 03h or so (2026-12-01 15:06)");
    }

    @Test
    void oneThatRunsCountsDown() {
        assertThat(sentence(JobState.RUNNING, "None", NOW.minusSeconds(60), NOW.plusSeconds(243)))
                .isEqualTo("Job 12: runs, 4m 03s left (11:24)");
        assertThat(sentence(JobState.RUNNING, "None", NOW.minusSeconds(60), null))
                .isEqualTo("Job 12: runs");
        assertThat(sentence(JobState.TIMEOUT, "TimeLimit", NOW.minusSeconds(600), NOW.minusSeconds(60)))
                .isEqualTo("Job 12: reached its time limit, 1m 00s ago");
    }

    @Test
    void oneWhoseStudyPausedInGoodOrderHasNotFailed() {
        StudyJobs.Entry job =
                job(12, 0, JobState.FAILED, "NonZeroExitCode", NOW.minusSeconds(600), NOW.minusSeconds(60));
        assertThat(new JobWords(job, Optional.empty(), true, true, NOW, ZoneOffset.UTC).sentence())
                .isEqualTo("Job 12: ended, and its study is paused, 1m 00s ago");
        assertThat(words(job, null).sentence()).isEqualTo("Job 12: failed, 1m 00s ago");
    }

    @Test
    void oneThatRunsBesideAPausedStudyBeginsOrEnds() {
        JobWords runs = words(job(12, 0, JobState.RUNNING, "None", NOW.minusSeconds(60), null), null);
        assertThat(runs.turn(NOW.minusSeconds(90))).hasValue("job 12 is about to go on with it");
        assertThat(runs.turn(NOW.minusSeconds(2))).hasValue("job 12 is about to end");
        JobWords waits = words(job(12, 0, JobState.PENDING, "Priority", NOW.plusSeconds(60), null), null);
        assertThat(waits.turn(NOW)).isEmpty();
    }

    @Test
    void oneThatFollowsSaysWhenTheOtherEndsAtTheLatest() {
        StudyJobs.Entry first = job(12, 0, JobState.RUNNING, "None", NOW.minusSeconds(60), NOW.plusSeconds(243));
        JobWords second = words(job(13, 12, JobState.PENDING, "Dependency", null, null), first);
        assertThat(second.sentence()).isEqualTo("Job 13: waits for the end of job 12, in 4m 03s at most (11:24)");
        assertThat(second.state()).isEqualTo("waits for the end of job 12");
        assertThat(second.when()).isEqualTo("in 4m 03s at most");

        StudyJobs.Entry waits = job(12, 0, JobState.PENDING, "Priority", null, null);
        assertThat(words(job(13, 12, JobState.PENDING, "Dependency", null, null), waits)
                        .sentence())
                .isEqualTo("Job 13: waits for the end of job 12");
    }
}
