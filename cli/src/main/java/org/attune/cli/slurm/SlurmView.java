package org.attune.cli.slurm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.attune.analysis.LoadedStudy;
import org.attune.background.Daemons;
import org.attune.cli.slurm.chain.Submission;
import org.attune.engine.slurm.JobQueue;
import org.attune.engine.slurm.QueuedJob;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.elastic.JobOrder;
import org.attune.engine.slurm.elastic.StandingText;

/**
 * What Slurm does for one study, beside what else is told of it. Slurm is asked only if the study may have jobs and is not over, and not waited for: then what is written down has to do.
 *
 * @param jobs that were submitted for the study
 * @param workers its worker jobs
 * @param silence why Slurm did not say what they do
 */
public record SlurmView(List<JobRow> jobs, List<QueuedJob> workers, Optional<String> silence) {
    private static final Duration PATIENCE = Duration.ofMillis(1_500);
    private static final SlurmView NOTHING = new SlurmView(List.of(), List.of(), Optional.empty());

    public SlurmView {
        jobs = List.copyOf(jobs);
        workers = List.copyOf(workers);
    }

    public static SlurmView of(LoadedStudy study, Map<String, String> environment) {
        return study.study().endReason().isPresent()
                ? NOTHING
                : of(study.folder(), study.name(), StudyProgress.of(study), isElastic(study), environment);
    }

    /** Of one that has not begun; empty if it was not submitted. */
    public static SlurmView of(Path folder, Map<String, String> environment) {
        return of(folder, folder.getFileName().toString(), StudyProgress.NONE, false, environment);
    }

    private static SlurmView of(
            Path folder, String study, StudyProgress progress, boolean isElastic, Map<String, String> environment) {
        try {
            boolean isSubmitted = !Submission.of(folder).isEmpty();
            return isSubmitted || isElastic ? seen(folder, study, progress, environment) : NOTHING;
        } catch (IOException e) {
            return new SlurmView(List.of(), List.of(), Optional.of(e.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOTHING;
        }
    }

    private static boolean isElastic(LoadedStudy study) {
        return study.spec().get("slurm") instanceof Map<?, ?> slurm && slurm.get("elastic") != null;
    }

    private static SlurmView seen(Path folder, String study, StudyProgress progress, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<QueuedJob> queued = List.of();
        Optional<String> silence = Optional.empty();
        try {
            queued = queue(environment);
        } catch (ExecutionException e) {
            silence = Optional.of(String.valueOf(e.getCause().getMessage()));
        } catch (TimeoutException e) {
            silence = Optional.of("Slurm's controller does not answer");
        }
        boolean isAnswered = silence.isEmpty();
        JobsOf.Found found = new JobsOf.Found(folder, StudyJobs.of(folder, queued));
        List<JobRow> jobs = JobRow.of(found, progress, isAnswered, Instant.now());
        List<QueuedJob> workers = queued.stream()
                .filter(job ->
                        JobOrder.isName(job.name(), study) && !job.state().isOver())
                .toList();
        return new SlurmView(jobs, workers, silence);
    }

    private static List<QueuedJob> queue(Map<String, String> environment)
            throws InterruptedException, ExecutionException, TimeoutException {
        SlurmCommands slurm = new SlurmCommands(environment, PATIENCE, JobQueue.PERIOD);
        CompletableFuture<List<QueuedJob>> answer = new CompletableFuture<>();
        Daemons.thread("attune-slurm-view", () -> {
                    try {
                        answer.complete(slurm.queue().look().jobs());
                    } catch (IOException | InterruptedException e) {
                        answer.completeExceptionally(e);
                    }
                })
                .start();
        return answer.get(PATIENCE.plusMillis(300).toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether a job of the study waits or runs. */
    public boolean isLive() {
        return jobs.stream().anyMatch(JobRow::isLive);
    }

    /** What a job that runs is about to do with a study that nobody is at work on: for some seconds at its begin and end. {@code latest}: when the study last did something. */
    public Optional<String> turn(Instant latest) {
        return jobs.stream().flatMap(job -> job.turn(latest).stream()).findFirst();
    }

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (JobRow job : jobs) {
            lines.add(job.sentence());
            lines.addAll(job.ends());
        }
        String standing = StandingText.ofQueued(workers, Instant.now(), ZoneId.systemDefault());
        if (!standing.isEmpty()) {
            lines.add("Workers: " + standing);
        }
        silence.ifPresent(why -> lines.add("What its jobs on Slurm do is not known: " + why + "."));
        return lines;
    }

    /** For scripts; empty if there are none. */
    public List<Map<String, Object>> json() {
        List<Map<String, Object>> all = new ArrayList<>();
        jobs.forEach(job -> all.add(job.ownJson()));
        workers.forEach(job -> all.add(json(job)));
        return all;
    }

    private static Map<String, Object> json(QueuedJob job) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("worker", job.id());
        map.put("state", job.state().name());
        map.put("reason", job.reasonText());
        map.put(
                "plain",
                job.state().isWaiting()
                        ? "waits: " + job.reason().plain()
                        : job.state().plain());
        map.put("nodes", job.nodes());
        map.put("start", job.start().map(Instant::toString).orElse(null));
        map.put("end", job.end().map(Instant::toString).orElse(null));
        return map;
    }
}
