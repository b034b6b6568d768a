package org.attune.tuner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.attune.background.Daemons;
import org.attune.checkpoint.CheckpointStore;
import org.attune.checkpoint.Checkpoints;
import org.attune.checkpoint.CheckpointsHere;
import org.attune.study.Cause;

/**
 * Runs trials in Java, each in a thread of this process. A trial is asked to end by an interrupt of its thread and by an exception at its next report, also when its time is
 * up; nothing can make it, so one that does neither keeps its slot until it returns.
 */
public final class InProcessRunner implements TrialRunner {
    private final JavaTrainable trainable;
    private final Capacity capacity;
    private final Places places;
    private final Path folder;
    private CheckpointStore checkpoints;
    private final Map<Integer, InProcessTrial> running = new ConcurrentHashMap<>();
    private final ExecutorService pool = Executors.newCachedThreadPool(Daemons.numbered("attune-trial"));
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("attune-time-limits"));
    private volatile Consumer<Signal> signals;

    /** @param folder of the study; checkpoints go into its {@code checkpoints} */
    public InProcessRunner(JavaTrainable trainable, Capacity capacity, Path folder) {
        this.trainable = trainable;
        this.capacity = capacity;
        this.places = new Places("local", capacity.slots());
        this.folder = folder;
    }

    @Override
    public void open(Consumer<Signal> listener) {
        signals = listener;
        try {
            Checkpoints here = new Checkpoints(folder, folder, reason -> listener.accept(new Signal.Broken(reason)));
            here.recover();
            checkpoints = new CheckpointsHere(here);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Capacity capacity() {
        return capacity;
    }

    @Override
    public Optional<String> reserve() {
        return places.reserve();
    }

    @Override
    public void release(String worker) {
        places.release();
    }

    @Override
    public void execute(Command command) {
        if (command instanceof Command.Start start) {
            InProcessTrial trial = new InProcessTrial(start, checkpoints, signals);
            running.put(start.trial(), trial);
            pool.execute(() -> run(trial, start));
        } else if (command instanceof Command.Answer answer) {
            find(answer.trial(), answer.attempt()).ifPresent(trial -> trial.answer(answer));
        } else if (command instanceof Command.End end) {
            find(end.trial(), end.attempt()).ifPresent(InProcessTrial::end);
        } else if (command instanceof Command.Discard discard) {
            checkpoints.discard(discard.checkpoint());
        } else if (command instanceof Command.Expect lost) {
            signals.accept(
                    new Signal.AttemptOver(lost.trial(), lost.attempt(), Cause.HEAD_LOST, "", OptionalInt.empty()));
        }
    }

    @Override
    public void close() {
        running.values().forEach(InProcessTrial::end);
        timer.shutdownNow();
        pool.shutdownNow();
        try {
            pool.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What cannot be removed now is removed when the study is opened next. */
    private static void quietly(IoTask task) {
        try {
            task.run();
        } catch (IOException e) {
            return;
        }
    }

    private interface IoTask {
        void run() throws IOException;
    }

    private Optional<InProcessTrial> find(int trial, int attempt) {
        return Optional.ofNullable(running.get(trial)).filter(one -> one.attempt() == attempt);
    }

    private void run(InProcessTrial trial, Command.Start start) {
        Cause cause = Cause.FINISHED;
        String message = "";
        Optional<ScheduledFuture<?>> limit =
                start.timeLeft().map(left -> timer.schedule(trial::expire, left.toNanos(), TimeUnit.NANOSECONDS));
        trial.begin();
        try {
            trainable.run(trial);
        } catch (TrialContext.TrialEnded e) {
            cause = Cause.CANCELLED;
        } catch (OutOfMemoryError e) {
            cause = Cause.OUT_OF_MEMORY;
            message = e.toString();
        } catch (Throwable e) {
            cause = trial.isEnding() ? Cause.CANCELLED : Cause.ERROR;
            message = e.toString();
        }
        trial.over();
        limit.ifPresent(task -> task.cancel(false));
        if (trial.isLate()) {
            cause = Cause.TIME_LIMIT;
            message = "";
        }
        quietly(trial::close);
        running.remove(start.trial(), trial);
        signals.accept(new Signal.AttemptOver(start.trial(), start.attempt(), cause, message, OptionalInt.empty()));
    }
}
