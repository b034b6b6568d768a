package org.attune.engine.slurm.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.attune.engine.slurm.JobReason;
import org.attune.engine.slurm.JobState;
import org.attune.engine.slurm.QueuedJob;
import org.attune.engine.slurm.elastic.WorkerJob.Use;
import org.junit.jupiter.api.Test;

class TrackedTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Tracked job = new Tracked("7", 0, MINUTE);

    private static QueuedJob waiting() {
        return new QueuedJob(
                "7",
                "attune-s-1",
                JobState.PENDING,
                JobReason.PRIORITY,
                "Priority",
                "main",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "");
    }

    @Test
    void oneThatWasNeverInTheQueueMayStillCome() {
        assertThat(job.isOver(2 * MINUTE)).isFalse();
        assertThat(job.isOver(3 * MINUTE)).isTrue();
    }

    @Test
    void oneThatServedProvesOnceThatJobsWork() {
        job.take(Use.IDLE, 0);
        assertThat(job.proves(90_000, 60_000)).as("nothing ran there").isFalse();
        job.take(Use.BUSY, 100_000);
        assertThat(job.proves(100_000, 120_000)).as("not for so long").isFalse();
        assertThat(job.proves(120_000, 120_000)).isTrue();
        assertThat(job.proves(120_001, 120_000)).as("once").isFalse();
    }

    @Test
    void oneThatWasThereAndIsNoMoreIsOver() {
        job.take(waiting(), 0);
        assertThat(job.isOver(MINUTE)).isFalse();
        assertThat(job.isOver(MINUTE + 1)).isTrue();
    }

    @Test
    void oneWhoseWorkerIsThereIsNotOverWhateverTheQueueSays() {
        job.take(waiting(), 0);
        job.take(Use.BUSY, 0);
        assertThat(job.isOver(9 * MINUTE)).isFalse();
        job.take(Use.NONE, 0);
        assertThat(job.isOver(9 * MINUTE)).isTrue();
    }
}
