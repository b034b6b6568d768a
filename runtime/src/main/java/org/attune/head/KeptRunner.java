package org.attune.head;

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
    private final Lost lost;
    private final Runnable over;
    private Consumer<Signal> signals = signal -> {};
    private String broken;

    /** Takes note of an attempt. */
    interface Lost {
        void lost(int trial, int attempt);
    }

    /**
     * @param lost told of attempts whose worker is lost
     * @param over what to do after the runner has closed
     */
    KeptRunner(ClusterRunner runner, Lost lost, Runnable over) {
        this.runner = runner;
        this.lost = lost;
        this.over = over;
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
                lost.lost(end.trial(), end.attempt());
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
    public void release(String worker) {
        runner.release(worker);
    }

    @Override
    public void execute(Command command) {
        runner.execute(command);
    }

    @Override
    public void handOver() {
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
            over.run();
        }
    }
}
