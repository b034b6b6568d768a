package org.attune.worker.python;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.attune.trial.ExitStatus;
import org.attune.trial.LastWords;
import org.attune.trial.process.Ended;
import org.attune.trial.process.TrialProcess;
import org.attune.wire.Task;
import org.attune.worker.task.TaskRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Python process that runs one call after the other. One thread at a time runs calls; any may end it. */
final class CallProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallProcess.class);
    private static final int BUFFER = 1 << 16;
    /** A call that runs for so long lets those behind it go, since others may have room for them. */
    private static final long LONG_MILLIS = 5;

    /** Bytes for which a pipe has room that is empty, as that of a process that waits for calls. */
    private static final int ROOM = 4096;

    private final TrialProcess process;
    private final ScheduledExecutorService timer;
    private final DataInputStream ends;
    private final LastWords lastWords = new LastWords();
    private volatile String fault = "";
    private volatile boolean ready;
    private volatile boolean hasSetOut;
    private boolean ended;

    /**
     * @param settings of the session, as JSON
     * @param prints gets what it prints
     * @param threads on one of which that is read
     */
    CallProcess(
            TrialProcess process,
            byte[] settings,
            PrintedLines prints,
            Executor threads,
            ScheduledExecutorService timer)
            throws IOException {
        this.process = process;
        this.timer = timer;
        this.ends = new DataInputStream(new BufferedInputStream(process.reports(), BUFFER));
        threads.execute(() -> listen(prints));
        process.answers().write(CallFrames.settings(settings));
        process.answers().flush();
    }

    /**
     * Gives it calls for which {@link #run} is called next, without waiting for anything.
     *
     * @return whether that was possible
     */
    boolean setOut(byte[] function, List<Task> tasks) {
        if (!ready || tasks.stream().mapToLong(task -> task.body().length).sum() > ROOM) {
            return false; // to copy what is large would take its time
        }
        byte[] frame = CallFrames.batch(function, tasks);
        if (frame.length > ROOM) {
            return false;
        }
        try {
            process.answers().write(frame);
            hasSetOut = true;
        } catch (IOException e) {
            LOG.debug("A process that runs calls has ended.", e); // which whoever runs them finds out
        }
        return hasSetOut;
    }

    /**
     * Runs calls until all are over or the process has died, and takes away from {@code left} what is over.
     *
     * @param left at first all of them; what runs is the first of it
     */
    void run(byte[] function, Batch left, TaskRunner.Ends told) throws IOException {
        List<Task> tasks = left.tasks();
        left.begin(told);
        ScheduledFuture<?> watch = tasks.size() > 1
                ? timer.scheduleWithFixedDelay(
                        left.watch(() -> process.signal("URG")), LONG_MILLIS, LONG_MILLIS, TimeUnit.MILLISECONDS)
                : null;
        try {
            if (!hasSetOut) {
                process.answers().write(CallFrames.batch(function, tasks));
                process.answers().flush();
            }
            hasSetOut = false;
            awaitReady();
            while (!left.isEmpty()) {
                left.take(CallFrames.result(ends), told);
            }
        } catch (CallFrames.Garbled e) {
            fault = e.getMessage();
            kill();
            throw e;
        } finally {
            if (watch != null) {
                watch.cancel(false);
            }
        }
    }

    /** Waits until it has been told its settings and made its imports. */
    void awaitReady() throws IOException {
        if (!ready) {
            CallFrames.result(ends);
            ready = true;
        }
    }

    /** Ends it at once. */
    void kill() {
        process.signal("KILL");
    }

    /** Why it died, for people; waits for that. */
    String death() throws InterruptedException {
        Ended end = awaitEnd();
        return "its process died: " + ExitStatus.message(end.exit(), "python", Path.of(""), lastWords.line(), true);
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

    private synchronized Ended awaitEnd() throws InterruptedException {
        Ended end = process.awaitEnd();
        if (!ended) {
            ended = true;
            process.close();
        }
        return end;
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
