package org.attune.cli.slurm.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.attune.engine.slurm.JobReason;
import org.attune.engine.slurm.JobState;
import org.attune.engine.slurm.QueuedJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextJobTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    /** {@code submitted}, {@code start}: seconds after noon by Slurm's clock. */
    private static QueuedJob job(String id, String name, JobState state, long submitted, Long start) {
        return new QueuedJob(
                id,
                name,
                state,
                JobReason.NONE,
                "None",
                "main",
                Optional.of(NOON.plusSeconds(submitted)),
                Optional.ofNullable(start).map(NOON::plusSeconds),
                Optional.empty(),
                List.of());
    }

    @ParameterizedTest(name = "a clock {0} s before Slurm''s")
    @CsvSource({"0", "45", "-45"})
    void whatWasSubmittedWithoutAnAnswerIsFoundWhateverTheNodesClockSays(long ahead) {
        List<QueuedJob> jobs = List.of(
                job("1", "toy", JobState.RUNNING, -600, 0L),
                job("2", "toy", JobState.PENDING, -300, null),
                job("3", "other", JobState.PENDING, 7, null),
                job("4", "toy", JobState.PENDING, 5, null));
        assertThat(NextJob.unheard(jobs, 1, Set.of(1L), NOON.plusSeconds(1 + ahead)))
                .map(QueuedJob::id)
                .hasValue("4");
    }

    @Test
    void whatIsKnownOrRunsIsNotTheOne() {
        List<QueuedJob> jobs = List.of(
                job("1", "toy", JobState.RUNNING, -600, 0L),
                job("4", "toy", JobState.PENDING, 5, null),
                job("5", "toy", JobState.RUNNING, 5, 6L));
        assertThat(NextJob.unheard(jobs, 1, Set.of(1L, 4L), NOON)).isEmpty();
    }
}
