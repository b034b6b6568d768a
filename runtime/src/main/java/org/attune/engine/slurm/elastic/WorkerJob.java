package org.attune.engine.slurm.elastic;

import java.time.Instant;
import java.util.Optional;
import org.attune.engine.slurm.JobReason;
import org.attune.engine.slurm.JobState;
import org.attune.engine.slurm.QueuedJob;

/**
 * A worker job that is not over.
 *
 * @param id as Slurm has it
 * @param reasonText why it waits, in Slurm's words
 * @param expected when Slurm thinks that it begins, where it says so
 * @param since when it came into this state, in milliseconds
 * @param use what its workers do
 * @param useSince since when, in milliseconds
 * @param served whether anything ever ran there
 */
public record WorkerJob(
        String id,
        JobState state,
        JobReason reason,
        String reasonText,
        Optional<Instant> expected,
        long since,
        Use use,
        long useSince,
        boolean served) {

    /** What the workers of a job do, as the head sees them. The last that fits any of them counts. */
    public enum Use {
        /** The head knows none. */
        NONE,
        /** The study takes no places there. */
        PASSED_OVER,
        IDLE,
        /** It is being made ready for the study. */
        PREPARING,
        BUSY
    }

    /** One of which only Slurm was asked. */
    static WorkerJob of(QueuedJob job) {
        return new WorkerJob(job.id(), job.state(), job.reason(), job.reasonText(), job.start(), 0, Use.NONE, 0, false);
    }

    /** The same without the time at which Slurm expects it to begin. */
    WorkerJob unexpected() {
        return new WorkerJob(id, state, reason, reasonText, Optional.empty(), since, use, useSince, served);
    }

    /** Whether it has been running for so long, and what ran there is not lost to it. */
    boolean works(long now, long time) {
        return served && use != Use.NONE && state == JobState.RUNNING && now - since >= time;
    }

    boolean isWaiting() {
        return state.isWaiting();
    }

    /** Whether it has been running for so long without a worker that is here: one that lost its link may be back. */
    boolean isSilent(long now, long time) {
        return state == JobState.RUNNING && use == Use.NONE && now - Math.max(since, useSince) >= time;
    }

    /** Whether what waits may still find a place there. */
    boolean hasRoom() {
        return use == Use.NONE || use == Use.PREPARING || use == Use.IDLE;
    }

    /** Whether nothing would be lost with it. */
    boolean isUseless() {
        return use == Use.IDLE || use == Use.PASSED_OVER;
    }
}
