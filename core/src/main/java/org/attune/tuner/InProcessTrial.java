package org.attune.tuner;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.attune.space.Configuration;
import org.attune.study.Verdict;

/** A trial that runs in a thread of this process: what its program sees, and how it is told to end. */
final class InProcessTrial implements TrialContext {
    private final Command.Start start;
    private final Path folder;
    private final Consumer<Signal> signals;
    private final BlockingQueue<Optional<Verdict>> answers = new ArrayBlockingQueue<>(1);
    private int step;
    private long reports;
    private int saved;
    private Thread thread;
    private boolean ending;

    InProcessTrial(Command.Start start, Path folder, Consumer<Signal> signals) {
        this.start = start;
        this.folder = folder;
        this.signals = signals;
        this.step = start.from();
    }

    synchronized void begin() {
        thread = Thread.currentThread();
        if (ending) {
            thread.interrupt();
        }
    }

    void answer(Optional<Verdict> verdict) {
        answers.offer(verdict);
    }

    synchronized void end() {
        ending = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    synchronized boolean isEnding() {
        return ending;
    }

    @Override
    public int trial() {
        return start.trial();
    }

    @Override
    public int attempt() {
        return start.attempt();
    }

    @Override
    public Configuration configuration() {
        return start.configuration();
    }

    @Override
    public int step() {
        return start.from();
    }

    @Override
    public OptionalInt until() {
        return start.until();
    }

    @Override
    public Optional<Path> checkpoint() {
        return start.checkpoint().map(folder::resolve);
    }

    @Override
    public Path newCheckpoint() {
        return CheckpointFolders.create(folder, start.trial(), ".new-" + start.attempt() + "-" + ++saved);
    }

    @Override
    public void report(Map<String, Double> metrics) {
        report(step + 1, metrics, Optional.empty());
    }

    @Override
    public void report(int atStep, Map<String, Double> metrics, Optional<Path> checkpoint) {
        if (atStep < 1) {
            throw new IllegalArgumentException("step >= 1 must hold, but got step=" + atStep + ".");
        }
        if (isEnding()) {
            throw new TrialEnded("trial " + start.trial() + " was asked to end");
        }
        step = atStep;
        Optional<String> kept = checkpoint.map(path -> CheckpointFolders.keep(folder, path, start.trial(), atStep));
        signals.accept(new Signal.Reported(
                start.trial(), start.attempt(), ++reports, atStep, new LinkedHashMap<>(metrics), kept));
        try {
            Optional<Verdict> verdict = answers.take();
            if (verdict.isPresent()) {
                throw new TrialEnded("trial " + start.trial() + " was told to " + verdict.get());
            }
        } catch (InterruptedException e) {
            throw new TrialEnded("trial " + start.trial() + " was asked to end");
        }
    }
}
