package org.attune.tuner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.attune.checkpoint.CheckpointStore;
import org.attune.checkpoint.UnusableCheckpointException;
import org.attune.space.Configuration;
import org.attune.study.Metrics;
import org.attune.study.Placement;
import org.attune.study.Verdict;

/** A trial that runs in a thread of this process: what its program sees, and how it is told to end. */
final class InProcessTrial implements TrialContext {
    private final Command.Start start;
    private final CheckpointStore checkpoints;
    private final Consumer<Signal> signals;
    private final BlockingQueue<Command.Answer> answers = new ArrayBlockingQueue<>(1);
    private int step;
    private OptionalInt until;
    private long reports;
    private Path saves;
    private Thread thread;
    private boolean ending;
    private boolean late;

    InProcessTrial(Command.Start start, CheckpointStore checkpoints, Consumer<Signal> signals) {
        this.start = start;
        this.checkpoints = checkpoints;
        this.signals = signals;
        this.step = start.from();
        this.until = start.until();
    }

    synchronized void begin() {
        thread = Thread.currentThread();
        Placement here = new Placement("thread", ProcessHandle.current().pid(), "", "", 0);
        signals.accept(new Signal.Placed(start.trial(), start.attempt(), here));
        if (ending) {
            thread.interrupt();
        }
    }

    /** From here on nothing interrupts its thread, which goes on to another trial. */
    synchronized void over() {
        thread = null;
    }

    void answer(Command.Answer answer) {
        answers.offer(answer);
    }

    synchronized void end() {
        ending = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Its time is up. */
    synchronized void expire() {
        late = true;
        end();
    }

    synchronized boolean isLate() {
        return late;
    }

    private synchronized void endsWithNextReport() {
        ending = true;
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
        return until;
    }

    @Override
    public Optional<Path> checkpoint() {
        return start.checkpoint().map(checkpoint -> {
            try {
                return checkpoints.checkpoint(start.trial(), start.attempt(), checkpoint);
            } catch (IOException e) {
                throw new UncheckedIOException("the checkpoint to start from is missing", e);
            } catch (InterruptedException e) {
                throw new TrialEnded("trial " + start.trial() + " was asked to end");
            }
        });
    }

    @Override
    public Path newCheckpoint() {
        try {
            if (saves == null) {
                saves = checkpoints.newSaveFolder(start.trial(), start.attempt());
            }
            return Files.createTempDirectory(saves, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what it saved and did not report. */
    void close() throws IOException {
        checkpoints.removeSaveFolder(start.trial(), start.attempt());
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
        if (reports > 0 && atStep <= step) {
            throw new IllegalArgumentException("step " + atStep + " cannot come after step " + step
                    + ": the steps of a trial rise. Put all metrics of a step into one report.");
        }
        Metrics told = Metrics.copyOf(metrics);
        if (isEnding()) {
            throw new TrialEnded("trial " + start.trial() + " was asked to end");
        }
        step = atStep;
        Optional<String> kept = checkpoint.map(path -> register(path, atStep));
        signals.accept(new Signal.Reported(start.trial(), start.attempt(), ++reports, atStep, told, kept));
        try {
            Command.Answer answer = answers.take();
            until = answer.until();
            Optional<Verdict> verdict = answer.verdict();
            if (verdict.isPresent()) {
                endsWithNextReport();
                throw new TrialEnded("trial " + start.trial() + " was told to " + verdict.get());
            }
        } catch (InterruptedException e) {
            throw new TrialEnded("trial " + start.trial() + " was asked to end");
        }
    }

    private String register(Path saved, int atStep) {
        try {
            return checkpoints.register(start.trial(), start.attempt(), atStep, saved.toString());
        } catch (UnusableCheckpointException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new TrialEnded("trial " + start.trial() + " was asked to end");
        }
    }
}
