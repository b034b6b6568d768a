package org.attune.tuner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Does with each command what a test says. */
final class ScriptedRunner implements TrialRunner {
    final List<Command> commands = new ArrayList<>();
    private final int slots;
    private final Places places;
    private final BiConsumer<Command, ScriptedRunner> script;
    private Consumer<Signal> signals;

    ScriptedRunner(int slots, BiConsumer<Command, ScriptedRunner> script) {
        this.slots = slots;
        this.places = new Places("n1", slots);
        this.script = script;
    }

    void say(Signal signal) {
        signals.accept(signal);
    }

    @Override
    public void open(Consumer<Signal> listener) {
        signals = listener;
    }

    @Override
    public Capacity capacity() {
        return new Capacity(slots, "the test");
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
        script.accept(command, this);
    }

    @Override
    public void close() {}
}
