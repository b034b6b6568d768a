package org.attune.cli.slurm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.analysis.Row;
import org.attune.engine.slurm.JobReason;
import org.attune.engine.slurm.QueuedJob;

/** A job of a study, for people and for scripts. */
record JobRow(String study, JobWords words, StudyProgress progress) implements Row {

    /** {@code answered}: whether Slurm was asked. */
    static List<JobRow> of(JobsOf.Found study, StudyProgress progress, boolean answered, Instant now) {
        StudyJobs jobs = study.jobs();
        return jobs.shown().stream()
                .map(job ->
                        new JobWords(job, jobs.before(job), progress.isPaused(), answered, now, ZoneId.systemDefault()))
                .map(words -> new JobRow(study.study(), words, progress))
                .toList();
    }

    static List<JobRow> of(List<JobsOf.Found> found, boolean answered, Instant now) throws IOException {
        List<JobRow> rows = new ArrayList<>();
        for (JobsOf.Found study : found) {
            rows.addAll(of(study, StudyProgress.of(study.folder()), answered, now));
        }
        return rows;
    }

    private StudyJobs.Entry job() {
        return words.job();
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("study", study);
        row.put("job", job().id());
        row.put("state", words.state());
        row.put("when", words.when());
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
        map.put("job", job().link().job());
        map.put("state", job().state().name());
        map.put("reason", job().queued().map(QueuedJob::reasonText).orElse(null));
        map.put("plain", words.state());
        map.put("nodes", nodes());
        map.put("submitted", job().link().submitted().toString());
        map.put("start", time(job().start()));
        map.put("end", time(job().end()));
        map.put("log", log().toString());
        map.put("budget", job().submission().budget().map(Duration::toSeconds).orElse(null));
        map.put("stopped", stopped().orElse(null));
        return map;
    }

    boolean isLive() {
        return job().isLive();
    }

    Optional<String> turn(Instant latest) {
        return words.turn(latest);
    }

    String sentence() {
        return words.sentence();
    }

    /** What stands below the table. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        job().queued()
                .filter(queued ->
                        queued.state().isWaiting() && !queued.reasonText().isEmpty())
                .filter(queued -> queued.reason() != JobReason.NONE && queued.reason() != JobReason.DEPENDENCY)
                .filter(queued -> !queued.reason().isNever())
                .ifPresent(queued ->
                        remarks.add("Job " + job().id() + ": Slurm's reason is " + queued.reasonText() + "."));
        remarks.addAll(ends());
        return remarks;
    }

    /** Why nothing comes of it, or came, and where more is to be read. */
    List<String> ends() {
        List<String> remarks = new ArrayList<>();
        job().queued()
                .filter(queued -> queued.state().isWaiting() && queued.reason().isNever())
                .ifPresent(queued -> remarks.add("Job " + job().id() + ": Slurm's reason is " + queued.reasonText()
                        + "; it will never begin so. 'attune slurm cancel " + study + "' ends it."));
        if (!job().isLive()) {
            stopped().ifPresent(why -> remarks.add("No job of " + study + " follows: " + why + "."));
            remarks.add(
                    Files.exists(log())
                            ? "Log of job " + job().id() + ": " + log()
                            : "Job " + job().id() + " printed nothing.");
            if (progress.isLeft()) {
                command().ifPresent(command -> remarks.add("Go on with " + study + ": " + command));
            }
        }
        return remarks;
    }

    private Optional<String> command() {
        try {
            return Optional.of(job().submission().command());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path log() {
        return job().submission().log(job().link().job());
    }

    private List<String> nodes() {
        return job().queued().map(QueuedJob::nodes).orElse(List.of());
    }

    private Optional<String> stopped() {
        try {
            return job().submission().stopped();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String time(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
