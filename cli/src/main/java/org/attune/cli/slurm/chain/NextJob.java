package org.attune.cli.slurm.chain;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.attune.background.Daemons;
import org.attune.cli.live.Numbers;
import org.attune.engine.slurm.Backoff;
import org.attune.engine.slurm.QueuedJob;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.SlurmProblem;

/** Submits the allocation that follows, while this one is at work: however long Slurm takes, nothing waits for it. */
final class NextJob implements Runnable {
    private static final Duration FIRST = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);

    private final Submission submission;
    private final long job;
    private final Duration limit;
    private final SlurmCommands slurm;
    private final Consumer<String> say;
    private final Thread thread = Daemons.thread("attune-next-job", this);
    private Backoff backoff;
    private volatile String problem = "";
    private volatile boolean isLast;

    private NextJob(Submission submission, long job, Duration limit, SlurmCommands slurm, Consumer<String> say) {
        this.submission = submission;
        this.job = job;
        this.limit = limit;
        this.slurm = slurm;
        this.say = say;
        this.backoff = new Backoff(FIRST, LONGEST, job, 0);
    }

    static NextJob submitting(
            Submission submission, long job, Duration limit, SlurmCommands slurm, Consumer<String> say) {
        NextJob next = new NextJob(submission, job, limit, slurm, say);
        next.thread.start();
        return next;
    }

    /**
     * Tries no more; what is under way is waited for.
     *
     * @return why none was submitted, where it was tried in vain to the last
     */
    Optional<String> finish() throws InterruptedException {
        synchronized (this) {
            isLast = true;
            notifyAll();
        }
        thread.join(LAST_WORDS.toMillis());
        return Optional.of(problem).filter(why -> !why.isEmpty());
    }

    @Override
    public void run() {
        try {
            Instant begin = Instant.now();
            String script = Files.readString(submission.script());
            while (!attempt(script, begin) && pause()) {
                backoff = backoff.failed();
            }
        } catch (IOException e) {
            say.accept("no allocation follows this one: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean pause() throws InterruptedException {
        if (!isLast) {
            TimeUnit.NANOSECONDS.timedWait(this, backoff.failed().pause().toNanos());
        }
        return !isLast;
    }

    /** Whether there is no need for another. */
    private boolean attempt(String script, Instant begin) throws IOException, InterruptedException {
        try {
            problem = "";
            Optional<QueuedJob> unheard = backoff.failures() > 0 ? unheard(begin) : Optional.empty();
            long next =
                    unheard.isPresent() ? unheard.get().number() : slurm.submit(Following.options(job, limit), script);
            submission.records().submitted(next, OptionalLong.of(job), Optional.of(limit), Instant.now());
            say.accept("job " + next + " goes on after this one, for " + Numbers.text(limit) + " at most.");
            return true;
        } catch (SlurmProblem e) {
            if (e.kind().isPassing()) {
                problem = e.getMessage();
                return false;
            }
            boolean isAbsent = e.kind() == SlurmProblem.Kind.ABSENT;
            if (isAbsent) {
                SilentNodes.note(System.getenv());
            }
            say.accept("no allocation follows this one: " + e.getMessage()
                    + (isAbsent ? ". 'attune slurm submit --ahead' submits all of them at once." : "."));
            return true;
        }
    }

    /** One that was submitted by a command whose answer did not come. */
    private Optional<QueuedJob> unheard(Instant begin) throws IOException, InterruptedException {
        Set<Long> known = submission.links().stream().map(Link::job).collect(Collectors.toSet());
        return unheard(slurm.queue().look().jobs(), job, known, begin);
    }

    /** {@code begin}: of this job, where Slurm does not tell by its own clock; that of this node may be another. */
    static Optional<QueuedJob> unheard(List<QueuedJob> jobs, long job, Set<Long> known, Instant begin) {
        Optional<QueuedJob> own =
                jobs.stream().filter(each -> each.number() == job).findFirst();
        Instant since = own.flatMap(QueuedJob::start).orElse(begin.minusSeconds(1));
        return jobs.stream()
                .filter(each -> each.state().isWaiting() && !known.contains(each.number()))
                .filter(each -> own.map(QueuedJob::name).equals(Optional.of(each.name())))
                .filter(each ->
                        each.submitted().filter(time -> !time.isBefore(since)).isPresent())
                .findFirst();
    }
}
