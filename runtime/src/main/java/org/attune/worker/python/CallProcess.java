package org.attune.worker.python;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.attune.trial.ExitStatus;
import org.attune.trial.LastWords;
import org.attune.trial.process.Ended;
import org.attune.trial.process.TrialProcess;
import org.attune.wire.Task;
import org.attune.wire.TaskResult;
import org.attune.worker.task.TaskRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Python process that runs one call after the other. A thread always listens to it, so that whoever gives it calls need not wait for them, and no thread has to wake up only to wait. Has one batch at a time; any
 * thread may end it.
 */
final class CallProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallProcess.class);
    private static final int BUFFER = 1 << 16;
    /** A call that runs for so long lets those behind it go, since others may have room for them. */
    private static final long LONG_MILLIS = 5;

    /** Bytes for which a pipe has room that is empty, as that of a process that waits for calls. */
    private static final int ROOM = 4096;

    private final TrialProcess process;
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final DataInputStream ends;
    private final LastWords lastWords = new LastWords();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Object end = new Object();
    private Work work;
    private boolean over;
    private volatile boolean isKilled;
    private boolean ended;

    /** How a batch came to its end, told by the thread that listens. */
    interface Outcome {
        void over();

        /** The process is of no use any more, and not all calls are over. */
        void lost();
    }

    private record Work(Batch left, TaskRunner.Ends told, Outcome outcome, ScheduledFuture<?> watch) {
        void endWatch() {
            if (watch != null) {
                watch.cancel(false);
            }
        }
    }

    /**
     * @param settings of the session, as JSON
     * @param prints gets what it prints
     * @param threads two of which listen to it
     */
    CallProcess(
            TrialProcess process,
            byte[] settings,
            PrintedLines prints,
            Executor threads,
            ScheduledExecutorService timer)
            throws IOException {
        this.process = process;
        this.threads = threads;
        this.timer = timer;
        this.ends = new DataInputStream(new BufferedInputStream(process.reports(), BUFFER));
        threads.execute(() -> listen(prints));
        threads.execute(this::hear);
        process.answers().write(CallFrames.settings(settings));
        process.answers().flush();
    }

    /** Whether {@link #begin} takes no time for these. */
    boolean takesAtOnce(byte[] function, List<Task> tasks) {
        return ready.isDone() && !isOver() && CallFrames.size(function, tasks) <= ROOM;
    }

    /**
     * Gives it calls, while it has none; waits at most until it has read them.
     *
     * @param left at first all of them; what runs is the first of it, and what is over is taken away
     */
    void begin(byte[] function, Batch left, TaskRunner.Ends told, Outcome outcome) {
        List<Task> tasks = left.tasks();
        left.begin(told);
        ScheduledFuture<?> watch = tasks.size() > 1
                ? timer.scheduleWithFixedDelay(
                        left.watch(() -> process.signal("URG")), LONG_MILLIS, LONG_MILLIS, TimeUnit.MILLISECONDS)
                : null;
        Work given = new Work(left, told, outcome, watch);
        if (!has(given)) {
            given.endWatch();
            threads.execute(outcome::lost);
            return;
        }
        try {
            process.answers().write(CallFrames.batch(function, tasks));
            process.answers().flush();
        } catch (IOException e) {
            LOG.debug("A process that runs calls takes none.", e);
            kill(); // which the thread that listens finds out
        }
    }

    private synchronized boolean has(Work given) {
        work = over ? null : given;
        return !over;
    }

    /** The same, waiting for them. @return whether all are over; if not, the process is of no use any more */
    boolean run(byte[] function, Batch left, TaskRunner.Ends told) {
        CompletableFuture<Boolean> all = new CompletableFuture<>();
        begin(function, left, told, new Outcome() {
            @Override
            public void over() {
                all.complete(true);
            }

            @Override
            public void lost() {
                all.complete(false);
            }
        });
        return all.join();
    }

    /** Waits until it has been told its settings and made its imports. */
    void awaitReady() throws IOException, InterruptedException {
        try {
            ready.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** Whether it is of no use any more, be it that what it said before its end is still heard. */
    synchronized boolean isOver() {
        return over || isKilled;
    }

    /** Ends it at once. */
    void kill() {
        isKilled = true;
        process.signal("KILL");
    }

    /** Why it died, for people; waits for that. */
    String death() throws InterruptedException {
        return "its process died: "
                + ExitStatus.message(awaitEnd().exit(), "python", Path.of(""), lastWords.line(), true);
    }

    @Override
    public void close() {
        kill();
        try {
            awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Ended awaitEnd() throws InterruptedException {
        synchronized (end) {
            Ended how = process.awaitEnd();
            if (!ended) {
                ended = true;
                process.close();
            }
            return how;
        }
    }

    private void hear() {
        try {
            CallFrames.result(ends); // that it is ready
            ready.complete(null);
            while (true) {
                take(CallFrames.result(ends));
            }
        } catch (Throwable e) {
            LOG.debug("A process that runs calls has ended.", e);
            if (!(e instanceof EOFException)) {
                kill();
            }
            lose(e);
        }
    }

    private void take(TaskResult result) throws IOException {
        Work now = current();
        if (now == null) {
            throw new CallFrames.Garbled();
        }
        now.left().take(result, now.told());
        if (now.left().isEmpty()) {
            has(null);
            now.endWatch();
            now.outcome().over();
        }
    }

    private synchronized Work current() {
        return work;
    }

    private void lose(Throwable why) {
        Work last;
        synchronized (this) {
            over = true;
            last = work;
            work = null;
        }
        ready.completeExceptionally(why);
        if (last != null) {
            last.endWatch();
            last.outcome().lost();
        }
    }

    private void listen(PrintedLines lines) {
        byte[] bytes = new byte[8192];
        try (InputStream output = process.output()) {
            for (int length = output.read(bytes); length >= 0; length = output.read(bytes)) {
                lastWords.add(bytes, length);
                lines.add(bytes, length);
            }
            lines.close();
        } catch (IOException e) {
            LOG.debug("The output of a process that runs calls was closed.", e);
        }
    }
}
