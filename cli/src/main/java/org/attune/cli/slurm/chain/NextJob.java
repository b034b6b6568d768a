package org.attune.cli.slurm.chain;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
            while (!attempt() && pause()) {
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
    private boolean attempt() throws IOException, InterruptedException {
        try {
            problem = "";
            Optional<QueuedJob> unheard = backoff.failures() > 0 ? unheard() : left();
            long next = unheard.isPresent()
                    ? unheard.get().number()
                    : slurm.submit(Following.options(job, limit), submission.script());
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

    /** One that somebody submitted who was killed just then, if Slurm tells. */
    private Optional<QueuedJob> left() throws InterruptedException {
        try {
            return unheard();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** One that was submitted by a command whose answer did not come. */
    private Optional<QueuedJob> unheard() throws IOException, InterruptedException {
        return submission.unrecorded(slurm.queue().look().jobs()).stream()
                .filter(each -> each.state().isWaiting())
                .findFirst();
    }
}
