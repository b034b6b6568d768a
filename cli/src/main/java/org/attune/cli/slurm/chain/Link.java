package org.attune.cli.slurm.chain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.attune.engine.slurm.JobState;
import org.attune.engine.slurm.QueuedJob;

/**
 * One allocation of a submission, as far as it is known.
 *
 * @param job its number
 * @param after the job for whose end it waits
 * @param limit that it was submitted with; absent if it is the partition's
 * @param submitted when
 * @param begun when it last began; absent if it never did
 * @param lost how long it ran before it was begun anew
 * @param progress how far the study was when it first began
 * @param ended when it ended; absent if that is not known
 * @param state with which it ended, as Slurm says
 * @param foundRun whether it found that somebody else runs the study, and could do nothing
 */
public record Link(
        long job,
        OptionalLong after,
        Optional<Duration> limit,
        Instant submitted,
        Optional<Instant> begun,
        Duration lost,
        OptionalLong progress,
        Optional<Instant> ended,
        Optional<JobState> state,
        boolean foundRun) {

    /** One of which nothing is written down. */
    public static Link unrecorded(QueuedJob job) {
        return new Link(
                job.number(),
                OptionalLong.empty(),
                Optional.empty(),
                job.submitted().orElseGet(Instant::now),
                job.start().filter(time -> job.state().isRunning()),
                Duration.ZERO,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** How much of the budget it used; of one whose end is not known all that it could. */
    Duration used() {
        Duration most = limit.orElse(Duration.ZERO);
        Duration last = begun.map(start -> ended.filter(end -> !end.isBefore(start))
                        .map(end -> Duration.between(start, end))
                        .orElse(most))
                .orElse(Duration.ZERO);
        return lost.plus(last);
    }

    /** Whether the machine ended it, rather than what ran in it. */
    boolean isLoss() {
        return state.map(JobState::isLoss).orElse(false);
    }
}
