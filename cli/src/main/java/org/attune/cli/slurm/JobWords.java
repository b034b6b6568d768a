package org.attune.cli.slurm;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.attune.cli.live.Numbers;
import org.attune.engine.slurm.JobReason;
import org.attune.engine.slurm.JobState;
import org.attune.engine.slurm.QueuedJob;

/**
 * What a job of a study does, or waits for, and what comes when.
 *
 * @param before the job for whose end it waits, as far as that is not over
 * @param isPaused whether the study was ended in good order, and goes on: of a job that ended so Slurm says that it failed
 * @param answered whether Slurm was asked: a job that it does not name is over then
 */
record JobWords(
        StudyJobs.Entry job,
        Optional<StudyJobs.Entry> before,
        boolean isPaused,
        boolean answered,
        Instant now,
        ZoneId zone) {
    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    /** {@code waits: other jobs go first}. */
    String state() {
        if (isFollowing()) {
            return "waits for the end of job " + before.orElseThrow().id();
        } else if (isPaused && job.state() == JobState.FAILED) {
            return "ended, and its study is paused";
        } else if (job.queued().isPresent()) {
            QueuedJob queued = job.queued().get();
            return queued.state() == JobState.PENDING && queued.reason() != JobReason.NONE
                    ? "waits: " + queued.reason().plain()
                    : queued.state().plain();
        }
        return job.link().state().map(JobState::plain).orElse(answered ? "is over" : "not known");
    }

    /** {@code 4m 03s left}; empty if nothing is known of it. */
    String when() {
        JobState state = job.state();
        if (isFollowing() && expected().isEmpty()) {
            return until(before.orElseThrow())
                    .map(left -> "in " + left + " at most")
                    .orElse("");
        } else if (state.isWaiting()) {
            return expected()
                    .map(time -> "begins in " + text(now, time) + " or so")
                    .orElse("");
        } else if (state.isRunning()) {
            return until(job).map(left -> left + " left").orElse("");
        }
        return job.end()
                .filter(time -> time.isBefore(now))
                .map(time -> text(time, now) + " ago")
                .orElse("");
    }

    /** {@code Job 12: waits since 11:02 (3m 20s): other jobs go first (Priority); begins in 2h 10m or so, 14:05}. */
    String sentence() {
        String name = "Job " + job.id() + ": ";
        String when = when().isEmpty() ? "" : ", " + when();
        if (!job.state().isWaiting() || job.queued().isEmpty()) {
            return name + state() + when + at(job.state().isRunning() ? job.end() : Optional.empty());
        } else if (isFollowing()) {
            return name
                    + state()
                    + when
                    + at(expected().or(() -> before.orElseThrow().end()));
        }
        Instant since = job.queued().get().submitted().orElse(job.link().submitted());
        return name
                + state().replaceFirst("^waits", "waits since " + time(since) + " (" + text(since, now) + ")")
                + reason()
                + (when.isEmpty() ? "; Slurm does not say when it will begin" : when + at(expected()));
    }

    /** {@code job 12 is about to go on with it}: of a study that nobody was at work on since {@code latest}; absent if the job does not run. */
    Optional<String> turn(Instant latest) {
        return job.start()
                .filter(start -> job.state().isRunning())
                .map(start -> "job " + job.id()
                        + (start.isAfter(latest) ? " is about to go on with it" : " is about to end"));
    }

    /** Where a word of Slurm's own is behind it. */
    private String reason() {
        QueuedJob queued = job.queued().orElseThrow();
        return queued.reason() == JobReason.NONE || queued.reasonText().isEmpty()
                ? ""
                : " (" + queued.reasonText() + ")";
    }

    private boolean isFollowing() {
        return before.isPresent()
                && job.queued()
                        .filter(queued -> queued.state() == JobState.PENDING && queued.reason() == JobReason.DEPENDENCY)
                        .isPresent();
    }

    private Optional<Instant> expected() {
        return job.queued().flatMap(QueuedJob::start).filter(time -> time.isAfter(now));
    }

    private Optional<String> until(StudyJobs.Entry one) {
        return one.end().filter(time -> time.isAfter(now)).map(time -> text(now, time));
    }

    private String at(Optional<Instant> time) {
        return time.filter(each -> each.isAfter(now))
                .map(each -> " (" + time(each) + ")")
                .orElse("");
    }

    private String time(Instant at) {
        boolean isToday = at.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
        return (isToday ? TODAY : DAY).format(at.atZone(zone));
    }

    private static String text(Instant from, Instant to) {
        return Numbers.text(Duration.between(from, to));
    }
}
