package org.attune.head.hosting;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.attune.study.Cause;
import org.attune.tuner.Capacity;
import org.attune.tuner.Command;
import org.attune.tuner.Places;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;

/** Does with each command what a test says. */
final class FarTrials implements TrialRunner {
    final List<Command> commands = new CopyOnWriteArrayList<>();
    private final Places places = new Places("n1", 2);
    private final BiConsumer<Command, FarTrials> script;
    volatile boolean isHandedOver;
    volatile boolean isClosed;
    private volatile Consumer<Signal> signals;

    FarTrials(BiConsumer<Command, FarTrials> script) {
        this.script = script;
    }

    /** Trials report one step and are done. */
    static FarTrials quick() {
        return new FarTrials((command, trials) -> {
            if (command instanceof Command.Start start) {
                trials.report(start.trial(), start.attempt(), 1);
                trials.end(start.trial(), start.attempt(), Cause.FINISHED);
            } else if (command instanceof Command.Expect expect) {
                trials.end(expect.trial(), expect.attempt(), Cause.NODE_LOST);
            }
        });
    }

    /** Trials report one step, and end when they are told to. */
    static FarTrials patient() {
        return new FarTrials((command, trials) -> {
            if (command instanceof Command.Start start) {
                trials.report(start.trial(), start.attempt(), 1);
            } else if (command instanceof Command.End end) {
                trials.end(end.trial(), end.attempt(), Cause.CANCELLED);
            } else if (command instanceof Command.Answer answer
                    && answer.verdict().isPresent()) {
                trials.end(answer.trial(), answer.attempt(), Cause.CANCELLED);
            }
        });
    }

    void report(int trial, int attempt, int step) {
        signals.accept(new Signal.Reported(
                trial, attempt, step, step, Map.of("loss", 1.0 / (trial + step)), Optional.empty()));
    }

    void end(int trial, int attempt, Cause cause) {
        signals.accept(new Signal.AttemptOver(trial, attempt, cause, "", OptionalInt.empty()));
    }

    long starts() {
        return commands.stream().filter(Command.Start.class::isInstance).count();
    }

    @Override
    public void open(Consumer<Signal> listener) {
        signals = listener;
    }

    @Override
    public void handOver() {
        isHandedOver = true;
    }

    @Override
    public Capacity capacity() {
        return new Capacity(2, "the test");
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
        commands.add(command);
        if (command instanceof Command.Expect) {
            places.reserve();
        }
        script.accept(command, this);
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
