package org.attune.cli.slurm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.analysis.Row;
import org.attune.cli.live.Numbers;
import org.attune.engine.slurm.JobReason;
import org.attune.engine.slurm.JobState;
import org.attune.engine.slurm.QueuedJob;

/**
 * A job of a study, for people and for scripts.
 *
 * @param answered whether Slurm was asked: a job that it does not name is over then
 */
record JobRow(String study, StudyJobs.Entry job, StudyProgress progress, boolean answered, Instant now) implements Row {

    static List<JobRow> of(List<JobsOf.Found> found, boolean answered, Instant now) throws IOException {
        List<JobRow> rows = new ArrayList<>();
        for (JobsOf.Found study : found) {
            StudyProgress progress = StudyProgress.of(study.folder());
            study.jobs().shown().forEach(job -> rows.add(new JobRow(study.study(), job, progress, answered, now)));
        }
        return rows;
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("study", study);
        row.put("job", job.id());
        row.put("state", state());
        row.put("when", when());
        row.put("nodes", nodes().isEmpty() ? null : String.join(",", nodes()));
        row.put("progress", progress.text());
        return row;
    }

    Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("study", study);
        map.putAll(ownJson());
        map.putAll(progress.json());
        return map;
    }

    /** What is the job's own. */
    Map<String, Object> ownJson() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("job", job.link().job());
        map.put("state", job.state().name());
        map.put("reason", job.queued().map(QueuedJob::reasonText).orElse(null));
        map.put("plain", state());
        map.put("nodes", nodes());
        map.put("submitted", job.link().submitted().toString());
        map.put("start", time(start()));
        map.put("end", time(end()));
        map.put("log", job.submission().log(job.link().job()).toString());
        map.put("budget", job.submission().budget().map(Duration::toSeconds).orElse(null));
        map.put("stopped", stopped().orElse(null));
        return map;
    }

    /** {@code Job 12: runs, 4m 03s left}. */
    String sentence() {
        String when = when();
        return "Job " + job.id() + ": " + state() + (when.isEmpty() ? "" : ", " + when);
    }

    /** What stands below the table. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        job.queued()
                .filter(queued ->
                        queued.state().isWaiting() && !queued.reasonText().isEmpty())
                .filter(queued -> queued.reason() != JobReason.NONE && queued.reason() != JobReason.DEPENDENCY)
                .ifPresent(queued -> remarks.add("Job " + job.id() + ": Slurm's reason is " + queued.reasonText()
                        + (queued.reason().isNever()
                                ? "; it will never begin so. 'attune slurm cancel " + study + "' ends it."
                                : ".")));
        if (!job.isLive()) {
            stopped().ifPresent(why -> remarks.add("No job of " + study + " follows: " + why + "."));
            Path log = job.submission().log(job.link().job());
            remarks.add(
                    Files.exists(log)
                            ? "Log of job " + job.id() + ": " + log
                            : "Job " + job.id() + " printed nothing.");
        }
        return remarks;
    }

    private String state() {
        if (job.queued().isPresent()) {
            QueuedJob queued = job.queued().get();
            return queued.state() == JobState.PENDING && queued.reason() != JobReason.NONE
                    ? "waits: " + queued.reason().plain()
                    : queued.state().plain();
        }
        return job.link().state().map(JobState::plain).orElse(answered ? "is over" : "not known");
    }

    private String when() {
        JobState state = job.state();
        if (state.isWaiting()) {
            return start().filter(time -> time.isAfter(now))
                    .map(time -> "begins in " + Numbers.text(Duration.between(now, time)) + " or so")
                    .orElse("");
        } else if (state.isRunning()) {
            return end().filter(time -> time.isAfter(now))
                    .map(time -> Numbers.text(Duration.between(now, time)) + " left")
                    .orElse("");
        }
        return end().filter(time -> time.isBefore(now))
                .map(time -> Numbers.text(Duration.between(time, now)) + " ago")
                .orElse("");
    }

    private List<String> nodes() {
        return job.queued().map(QueuedJob::nodes).orElse(List.of());
    }

    private Optional<Instant> start() {
        return job.queued().flatMap(QueuedJob::start).or(() -> job.link().begun());
    }

    private Optional<Instant> end() {
        return job.queued().flatMap(QueuedJob::end).or(() -> job.link().ended());
    }

    private Optional<String> stopped() {
        try {
            return job.submission().stopped();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String time(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
