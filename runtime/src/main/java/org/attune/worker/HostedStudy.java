package org.attune.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.attune.background.Daemons;
import org.attune.journal.DiskProblem;
import org.attune.study.Cause;
import org.attune.text.TextException;
import org.attune.trial.python.PythonProblem;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.wire.StudyBrief;
import org.attune.wire.ToHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A study that a worker runs trials of. All that may take time, from the building of its environment to the beginning of a trial, is done in order on a thread of its own, which
 * goes when there is nothing to do. Thread-safe.
 */
final class HostedStudy {
    private static final Logger LOG = LoggerFactory.getLogger(HostedStudy.class);
    private static final long FIRST_REST_SECONDS = 10;
    private static final long LONGEST_REST_SECONDS = 300;

    /** What becomes of the study and its attempts. Called by any thread. */
    interface Host {
        void happened(HostedStudy study, Signal signal);

        void say(ToHead message);

        /** Attune itself was at fault when the study was to be prepared; called before the head is told so. */
        void fault(Throwable what);
    }

    private final StudyBrief brief;
    private final Workshop workshop;
    private final Host host;
    private final ThreadPoolExecutor thread;

    // Changed by its thread alone.
    private volatile Workshop.Ready ready;
    private String problem = "it has not been prepared";

    private final AtomicInteger failures = new AtomicInteger();

    /** Why this machine can keep nothing of the study now; empty if it can. */
    private volatile String broken = "";

    private volatile boolean dismissed;
    private Thread preparing;

    HostedStudy(StudyBrief brief, Workshop workshop, Host host) {
        this.brief = brief;
        this.workshop = workshop;
        this.host = host;
        // What comes after it was dismissed concerns nobody.
        thread = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Daemons.named("attune-study-" + brief.name()),
                new ThreadPoolExecutor.DiscardPolicy());
        thread.allowCoreThreadTimeOut(true);
    }

    StudyBrief brief() {
        return brief;
    }

    /** Makes it ready, or says again that it is; what failed is tried anew. */
    void prepare() {
        later(this::prepareNow);
    }

    void launch(Command.Start start, Place place) {
        later(() -> launchNow(start, place));
    }

    /** Anything else. */
    void execute(Command command) {
        later(() -> {
            if (ready != null) {
                ready.trials().execute(command);
            }
        });
    }

    /** Asks an attempt to end, and kills it after the grace period; at once if {@code now}. */
    void end(int trial, int attempt, boolean now) {
        execute(new Command.End(trial, attempt, now));
    }

    /** Ends what runs, at once, and lets go of all that was made for it. */
    void dismiss() {
        synchronized (this) {
            dismissed = true;
            if (preparing != null) {
                preparing.interrupt();
            }
        }
        later(this::closeNow);
        thread.shutdown();
    }

    /** The same for a worker that ends; waits until nothing is left. */
    void close() {
        dismiss();
        try {
            if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.warn("Study {} takes too long to end.", brief.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it was dismissed, and nothing is left of it. */
    boolean isOver() {
        return thread.isTerminated();
    }

    private void later(Runnable step) {
        thread.execute(step);
    }

    private void prepareNow() {
        if (dismissed) {
            return;
        }
        Optional<String> failure = Optional.empty();
        if (ready == null) {
            mayBeInterrupted(Thread.currentThread());
            failure = failure();
            mayBeInterrupted(null);
        }
        broken = "";
        host.say(new ToHead.Prepared(brief.id(), failure));
    }

    private synchronized void mayBeInterrupted(Thread now) {
        preparing = now;
        if (now != null && dismissed) {
            now.interrupt();
        }
    }

    private Optional<String> failure() {
        try {
            ready = workshop.prepare(brief, this::take, line -> host.say(new ToHead.Note(brief.id(), line)));
            return Optional.empty();
        } catch (InterruptedException e) {
            problem = "its preparation was broken off";
        } catch (IOException | RuntimeException | Error e) {
            LOG.debug("Study {} cannot be prepared.", brief.name(), e);
            problem = words(e);
        }
        return Optional.of(problem);
    }

    private String words(Throwable problem) {
        if (problem instanceof IOException failure) {
            return DiskProblem.sentence(failure);
        } else if (problem instanceof UncheckedIOException failure) {
            return DiskProblem.sentence(failure.getCause());
        }
        boolean isExpected = problem instanceof PythonProblem
                || problem instanceof IllegalArgumentException
                || problem instanceof TextException;
        if (isExpected) {
            return String.valueOf(problem.getMessage());
        }
        host.fault(problem);
        return "a fault in Attune itself: " + problem;
    }

    private void launchNow(Command.Start start, Place place) {
        if (ready == null) {
            take(new Signal.AttemptOver(
                    start.trial(),
                    start.attempt(),
                    Cause.NODE_LOST,
                    "it cannot run here: " + problem,
                    OptionalInt.empty()));
        } else {
            ready.trials().start(start, place);
        }
    }

    private void take(Signal signal) {
        if (signal instanceof Signal.Broken broken) {
            failAll(broken.reason());
        } else if (signal instanceof Signal.AttemptOver over && over.cause() == Cause.ERROR && !broken.isEmpty()) {
            host.happened(
                    this, new Signal.AttemptOver(over.trial(), over.attempt(), Cause.PREEMPTED, broken, over.exit()));
        } else if (!(signal instanceof Signal.Room)) {
            host.happened(this, signal);
        }
    }

    /** This machine can keep nothing of the study, which is no trial's fault: they go on elsewhere, and here when it has been passed over for a while. */
    private void failAll(String reason) {
        if (ready == null || dismissed) {
            return;
        }
        broken = reason;
        // First of all: nothing new is to come.
        host.say(new ToHead.Prepared(brief.id(), Optional.of(reason)));
        ready.trials().endAll(reason);
        long seconds = Math.min(LONGEST_REST_SECONDS, FIRST_REST_SECONDS << Math.min(10, failures.getAndIncrement()));
        CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS, thread).execute(this::prepareNow);
    }

    private void closeNow() {
        if (Thread.interrupted()) {
            LOG.debug("Study {} is no longer prepared.", brief.name());
        }
        if (ready != null) {
            ready.trials().close();
            ready.site().close();
            ready = null;
        }
    }
}
