package org.attune.engine.slurm.elastic;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.attune.background.Daemons;
import org.attune.engine.slurm.Backoff;
import org.attune.engine.slurm.JobQueue;
import org.attune.engine.slurm.JobState;
import org.attune.engine.slurm.QueuedJob;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.SlurmProblem;
import org.attune.engine.slurm.Tail;
import org.attune.engine.slurm.elastic.WorkerJob.Use;

/**
 * The worker jobs of a study, from its begin to its end: does what {@link Elastic} decides. Jobs are known again by
 * their name, so those that a killed head left are its own again. Slurm's queue is looked at through {@link JobQueue}
 * alone, and only while there are jobs or something waits. Has one thread; thread-safe.
 */
public final class WorkerJobs implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(45);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final SlurmCommands slurm;
    private final Elastic elastic;
    private final JobOrder order;
    private final Workers workers;
    private final Consumer<String> say;
    private final Partitions partitions;
    private final Thread thread = Daemons.thread("attune-slurm-jobs", this::run);
    private final Map<String, Tracked> jobs = new LinkedHashMap<>();
    /** Names of nodes, as Slurm has them. */
    private final Set<String> nodes = new TreeSet<>();

    private Course course = Course.begin(ProcessHandle.current().pid());
    private Backoff trouble = course.backoff();
    private boolean hasLooked;
    private boolean wasHere;
    private long uncertain;
    private long quietUntil;
    private String said = "";
    private String kind = "";
    private volatile String standing = "";

    private WorkerJobs(SlurmCommands slurm, Elastic elastic, JobOrder order, Workers workers, Consumer<String> say) {
        this.slurm = slurm;
        this.elastic = elastic;
        this.order = order;
        this.workers = workers;
        this.say = say;
        this.partitions = new Partitions(slurm, order);
    }

    /** @param say told, for people, what comes of it */
    public static WorkerJobs begin(
            SlurmCommands slurm, Elastic elastic, JobOrder order, Workers workers, Consumer<String> say) {
        WorkerJobs jobs = new WorkerJobs(slurm, elastic, order, workers, say);
        jobs.thread.start();
        return jobs;
    }

    /** How they stand, for people; empty if there is nothing to say. */
    public String standing() {
        return standing;
    }

    /** Cancels all of them. Waits for Slurm's answer, but not for longer than 45 seconds. */
    @Override
    public void close() {
        close(CLOSING);
    }

    void close(Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        thread.interrupt();
        try {
            thread.join(most.toMillis() / 3);
            if (wasHere) {
                cancelAll(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void cancelAll(long deadline) throws InterruptedException {
        String problem = "";
        long left = deadline - System.nanoTime();
        while (left > 0) {
            try {
                slurm.cancelNamed(order.name(), Duration.ofNanos(left));
                return;
            } catch (IOException e) {
                problem = e.getMessage();
            }
            left = deadline - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(Math.min(left, AGAIN.toNanos()));
            left = deadline - System.nanoTime();
        }
        say.accept(
                "the worker jobs are not cancelled (" + problem + "). 'scancel --name=" + order.name() + "' does it.");
    }

    private void run() {
        try {
            Files.createDirectories(order.logs());
            if (!slurm.areThere()) {
                say.accept("there are no worker jobs: Slurm's commands are not in PATH where the head is.");
                return;
            }
            while (!thread.isInterrupted()) {
                step(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException e) {
            // It is over.
            return;
        } catch (IOException | RuntimeException e) {
            say.accept("there are no worker jobs any more: " + e);
        }
    }

    private void step(long now) throws InterruptedException {
        int wanted = workers.wanted();
        if (jobs.isEmpty() && wanted == 0 && elastic.min() == 0 && hasLooked) {
            return;
        }
        boolean isSure = look(now);
        Map<String, Use> uses = workers.uses();
        jobs.values().forEach(job -> job.take(uses.getOrDefault(job.id(), Use.NONE), now));
        for (Tracked job : jobs.values()) {
            course = job.proves(now, course.proof()) ? course.steady() : course;
        }
        List<WorkerJob> there = jobs.values().stream()
                .filter(job -> !job.isAsked(now))
                .map(Tracked::view)
                .toList();
        Situation situation = new Situation(now, isSure, wanted, jobs.size() - there.size(), there);
        course = course.look(situation, elastic.target(situation));
        Decision decision = elastic.decide(situation, course);
        tell(there, decision.why());
        act(decision, now);
    }

    /** @return whether what Slurm said is of now */
    private boolean look(long now) throws InterruptedException {
        try {
            JobQueue.Seen seen = slurm.queue().look();
            take(seen, now);
            hasLooked = true;
            return uncertain == 0 || seen.asked() - uncertain > 0;
        } catch (IOException e) {
            once(e.getMessage());
            return false;
        }
    }

    private void take(JobQueue.Seen seen, long now) {
        seen.jobs().forEach(job -> nodes.addAll(job.nodes()));
        Map<String, QueuedJob> listed = new LinkedHashMap<>();
        seen.jobs().stream().filter(job -> job.name().equals(order.name())).forEach(job -> listed.put(job.id(), job));
        for (Tracked job : List.copyOf(jobs.values())) {
            QueuedJob one = listed.remove(job.id());
            if (one != null && !one.state().isOver()) {
                job.take(one, now);
            } else if (one != null || job.isOver(seen.asked())) {
                over(job, one == null ? JobState.UNKNOWN : one.state(), now);
            }
        }
        for (QueuedJob left : listed.values()) {
            if (!left.state().isOver()) {
                Tracked job = new Tracked(left.id(), now, seen.asked());
                job.take(left, now);
                jobs.put(left.id(), job);
                wasHere = true;
            }
        }
    }

    private void over(Tracked job, JobState state, long now) {
        jobs.remove(job.id());
        if (job.wasAsked()) {
            return;
        }
        boolean neverCame = state == JobState.UNKNOWN && !job.wasListed() && !job.hadWorker();
        String what = neverCame ? "never came into the queue" : state == JobState.UNKNOWN ? "is gone" : state.plain();
        String words = "worker job " + job.id() + " " + what + lastWords(job.id());
        // Slurm has lost it or does not tell of it: more of them would be lost as well.
        course = neverCame
                ? course.failed(now, words)
                : course.ended(now, state, job.ran(now), job.hadWorker(), job.hasServed(), words);
        say.accept(words);
    }

    /** What a job printed last, and where the rest is. */
    private String lastWords(String job) {
        List<String> lines = Tail.of(order.log(job))
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1) + " (" + order.log(job) + ")";
    }

    private void act(Decision decision, long now) throws InterruptedException {
        if (decision instanceof Decision.Dismiss dismiss) {
            dismiss(dismiss, now);
        } else if (now >= quietUntil) {
            try {
                if (decision instanceof Decision.Submit submit) {
                    submit(submit.jobs(), now);
                } else if (decision instanceof Decision.Cancel cancel) {
                    cancel(cancel, now);
                }
                trouble = trouble.succeeded();
            } catch (IOException e) {
                trouble = trouble.failed();
                quietUntil = now + trouble.pause().toMillis();
                once(e.getMessage());
            }
        }
    }

    private void dismiss(Decision.Dismiss dismiss, long now) {
        Set<String> gone = workers.dismiss(dismiss.jobs(), dismiss.why());
        ask(gone, now);
        if (dismiss.isFailure() && !gone.isEmpty()) {
            course = course.failed(now, "the workers of " + String.join(", ", gone) + " came, but " + dismiss.why());
        }
    }

    private void submit(int count, long now) throws IOException, InterruptedException {
        Optional<String> partition = partitions.best();
        if (partition.isEmpty()) {
            course = course.refused(now, partitions.why(), false);
            return;
        }
        try {
            wasHere = true;
            long job = submit(partition.get(), count, badNodes());
            long submitted = System.nanoTime();
            for (int i = 1; i <= count; i++) {
                String id = count == 1 ? Long.toString(job) : job + "_" + i;
                jobs.put(id, new Tracked(id, now, submitted));
            }
            say.accept((count == 1 ? "worker job " + job + " is" : count + " worker jobs (array " + job + ") are")
                    + " submitted" + (partition.get().isEmpty() ? "" : " to " + partition.get()));
        } catch (SlurmProblem e) {
            refused(partition.get(), e, now);
        }
    }

    /** If too few nodes are left without the bad ones, these have to do. */
    private long submit(String partition, int count, List<String> bad) throws IOException, InterruptedException {
        try {
            return slurm.submit(order.options(partition, count, bad), order.script());
        } catch (SlurmProblem e) {
            if (bad.isEmpty() || e.kind() != SlurmProblem.Kind.REFUSED) {
                throw e;
            }
            return submit(partition, count, List.of());
        }
    }

    /** By names that Slurm has said: it would refuse others. */
    private List<String> badNodes() {
        Set<String> hosts = workers.badHosts();
        return nodes.stream()
                .filter(node -> hosts.contains(node.replaceFirst("\\..*", "")))
                .toList();
    }

    private void refused(String partition, SlurmProblem problem, long now) {
        once(problem.getMessage());
        if (problem.kind() == SlurmProblem.Kind.NO_ANSWER) {
            uncertain = System.nanoTime();
        }
        if (problem.kind() != SlurmProblem.Kind.REFUSED) {
            course = course.refused(now, problem.words(), problem.kind().isPassing());
            return;
        }
        partitions.refuse(partition, problem.words());
    }

    private void cancel(Decision.Cancel cancel, long now) throws IOException, InterruptedException {
        slurm.cancel(cancel.jobs(), Optional.of(order.name()));
        ask(cancel.jobs(), now);
        if (cancel.isFailure()) {
            course = course.failed(now, cancel.why());
        }
        say.accept((cancel.jobs().size() == 1 ? "worker job " : "worker jobs ") + String.join(", ", cancel.jobs())
                + (cancel.jobs().size() == 1 ? " is" : " are") + " cancelled: " + cancel.why());
    }

    private void ask(Collection<String> ids, long now) {
        ids.stream().map(jobs::get).filter(Objects::nonNull).forEach(job -> job.ask(now));
    }

    private void tell(List<WorkerJob> there, String why) {
        String text = StandingText.of(there, Instant.now(), ZoneId.systemDefault());
        standing = text.isEmpty() || why.isEmpty() ? text + why : text + "; " + why;
        String next = StandingText.kind(there);
        if (!next.equals(kind)) {
            kind = next;
            if (!text.isEmpty()) {
                say.accept(text);
            }
        }
        once(why);
    }

    /** Says it unless it was the last that was said so. */
    private void once(String text) {
        if (!text.isEmpty() && !text.equals(said)) {
            said = text;
            say.accept(text);
        }
    }
}
