package org.attune.engine.slurm.elastic;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.attune.engine.slurm.JobReason;
import org.attune.engine.slurm.JobState;
import org.attune.engine.slurm.QueuedJob;
import org.attune.engine.slurm.elastic.WorkerJob.Use;

/** What is known of one worker job. Used by one thread; times are in milliseconds. */
final class Tracked {
    /** Whatever was told to end and has not ended by then was not told. */
    private static final long LOST_ORDER = Duration.ofMinutes(2).toMillis();

    /** Nanoseconds for which a new job may be missing where the queue is answered from a copy of it. */
    private static final long LATE = Duration.ofSeconds(90).toNanos();

    private final String id;
    private final long submitted;
    private JobState state = JobState.PENDING;
    private JobReason reason = JobReason.NONE;
    private String reasonText = "None";
    private Optional<Instant> expected = Optional.empty();
    private long since;
    private long began;
    private Use use = Use.NONE;
    private long useSince;
    private boolean served;
    private boolean hasProved;
    private boolean wasListed;
    private long joined = -1;
    private long asked = -1;

    /** {@code submitted}: in {@link System#nanoTime}; whoever asks Slurm later finds it. */
    Tracked(String id, long now, long submitted) {
        this.id = id;
        this.submitted = submitted;
        this.since = now;
        this.began = now;
        this.useSince = now;
    }

    String id() {
        return id;
    }

    long submitted() {
        return submitted;
    }

    void take(QueuedJob job, long now) {
        wasListed = true;
        if (job.state() != state) {
            began = state.isWaiting() ? now : began;
            since = now;
            state = job.state();
        }
        reason = job.reason();
        reasonText = job.reasonText();
        expected = job.start();
    }

    void take(Use next, long now) {
        if (next != use) {
            useSince = now;
            use = next;
        }
        served |= use == Use.BUSY;
        if (use != Use.NONE) {
            joined = joined < 0 ? now : joined;
            if (state.isWaiting()) {
                // Slurm has not been asked since.
                state = JobState.RUNNING;
                since = now;
                began = now;
            }
        }
    }

    /** Whether it was ever in the queue. */
    boolean wasListed() {
        return wasListed;
    }

    /** Whether it is over, if a queue that was asked for then does not have it. Whose worker is there is not. */
    boolean isOver(long asked) {
        return use == Use.NONE && asked - submitted > (wasListed ? 0 : LATE);
    }

    void ask(long now) {
        asked = now;
    }

    boolean isAsked(long now) {
        return asked >= 0 && now - asked < LOST_ORDER;
    }

    boolean wasAsked() {
        return asked >= 0;
    }

    boolean hadWorker() {
        return joined >= 0;
    }

    boolean hasServed() {
        return served;
    }

    /** Whether its worker has just come to have been there for so long; once. */
    boolean proves(long now, long time) {
        boolean isNews = !hasProved && served && use != Use.NONE && now - joined >= time;
        hasProved |= isNews;
        return isNews;
    }

    long ran(long now) {
        return now - began;
    }

    WorkerJob view() {
        return new WorkerJob(id, state, reason, reasonText, expected, since, use, useSince, served);
    }
}
