package org.attune.head;

import java.util.Optional;
import java.util.function.Consumer;
import org.attune.tuner.Capacity;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;

/** A runner whose study keeps things here: what it needs for that is closed after it, and trouble with it ends the study. */
final class KeptRunner implements TrialRunner {
    private final ClusterRunner runner;
    private final Runnable over;
    private Consumer<Signal> signals = signal -> {};
    private String broken;

    /** @param over what to do after the runner has closed */
    KeptRunner(ClusterRunner runner, Runnable over) {
        this.runner = runner;
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
        runner.open(listener);
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
