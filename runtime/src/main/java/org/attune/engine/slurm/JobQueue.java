package org.attune.engine.slurm;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The jobs of this user. However many ask, Slurm is asked once for all of them, not more often than every {@link #PERIOD}, and ever less often while it does not answer. Thread-safe.
 */
public final class JobQueue {
    public static final Duration PERIOD = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** Asks Slurm. */
    @FunctionalInterface
    interface Question {
        List<QueuedJob> ask() throws IOException, InterruptedException;
    }

    /**
     * What was seen.
     *
     * @param jobs all that wait and run, and those that ended in the last minutes: how many is a setting of the cluster, mostly five
     * @param asked when, in {@link System#nanoTime}: a job that was submitted before is there, unless it is long over
     */
    public record Seen(List<QueuedJob> jobs, long asked) {
        public Seen {
            jobs = List.copyOf(jobs);
        }
    }

    private final Question question;
    private final Duration period;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private Backoff backoff;
    private Seen seen;
    private IOException problem;
    private long next;

    JobQueue(Question question, Duration period, LongSupplier clock) {
        this.question = question;
        this.period = period;
        this.clock = clock;
        this.backoff = new Backoff(period, LONGEST, System.identityHashCode(this), 0);
    }

    /**
     * What is known now, from at most {@link #PERIOD} ago.
     *
     * @throws SlurmProblem that of the last time, until it is time to ask again
     */
    public Seen look() throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (seen == null && problem == null || clock.getAsLong() - next >= 0) {
                ask();
            }
            if (problem != null) {
                throw problem;
            }
            return seen;
        } finally {
            lock.unlock();
        }
    }

    private void ask() throws InterruptedException {
        long now = clock.getAsLong();
        try {
            seen = new Seen(question.ask(), now);
            problem = null;
            backoff = backoff.succeeded();
            next = now + period.toNanos();
        } catch (IOException e) {
            problem = e;
            backoff = backoff.failed();
            next = clock.getAsLong() + backoff.pause().toNanos();
        }
    }
}
