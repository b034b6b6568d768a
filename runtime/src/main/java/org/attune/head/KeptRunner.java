package org.attune.head;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.attune.study.Cause;
import org.attune.tuner.Capacity;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;

/** A runner whose study keeps things here: what it needs for that is closed after it, and trouble with it ends the study. */
final class KeptRunner implements TrialRunner {
    private final ClusterRunner runner;
    private final Keeper keeper;
    private Consumer<Signal> signals = signal -> {};
    private String broken;
    private volatile boolean isHandedOver;

    /** Who keeps those things. */
    interface Keeper {
        /** The worker of an attempt is lost. */
        void lost(int trial, int attempt);

        /** A report has come that has the checkpoint. */
        void reported(String checkpoint);

        /** The runner has closed. {@code isHandedOver}: its attempts go on, for the next head. */
        void over(boolean isHandedOver);
    }

    KeptRunner(ClusterRunner runner, Keeper keeper) {
        this.runner = runner;
        this.keeper = keeper;
    }

    /** The file system of the study's results takes nothing in. */
    synchronized void broken(String reason) {
        broken = reason;
        signals.accept(new Signal.Broken(reason));
    }

    @Override
    public void open(Consumer<Signal> listener) {
        synchronized (this) {
            signals = listener;
        }
        runner.open(signal -> {
            if (signal instanceof Signal.AttemptOver end && end.cause() == Cause.NODE_LOST) {
                keeper.lost(end.trial(), end.attempt());
            } else if (signal instanceof Signal.Reported report) {
                report.checkpoint().ifPresent(keeper::reported);
            }
            listener.accept(signal);
        });
        synchronized (this) {
            if (broken != null) {
                listener.accept(new Signal.Broken(broken));
            }
        }
    }

    @Override
    public Capacity capacity() {
        return runner.capacity();
    }

    @Override
    public Optional<String> reserve() {
        return runner.reserve();
    }

    @Override
    public Optional<String> reserve(Instant least) {
        return runner.reserve(least);
    }

    @Override
    public Optional<Instant> until(String worker) {
        return runner.until(worker);
    }

    @Override
    public String kind(String worker) {
        return runner.kind(worker);
    }

    @Override
    public void release(String worker) {
        runner.release(worker);
    }

    @Override
    public boolean shuns(int trial, String worker) {
        return runner.shuns(trial, worker);
    }

    @Override
    public void execute(Command command) {
        runner.execute(command);
    }

    @Override
    public void handOver() {
        isHandedOver = true;
        runner.handOver();
    }

    @Override
    public void close() {
        synchronized (this) {
            signals = signal -> {};
        }
        try {
            runner.close();
        } finally {
            keeper.over(isHandedOver);
        }
    }
}
