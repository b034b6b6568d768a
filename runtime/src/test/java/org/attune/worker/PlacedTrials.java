package org.attune.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.attune.engine.slurm.TrialStep;
import org.attune.machine.Machine;
import org.attune.trial.KeepHere;
import org.attune.trial.MemoryKills;
import org.attune.trial.Program;
import org.attune.tuner.Capacity;
import org.attune.tuner.Command;
import org.attune.tuner.Places;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;

/** Trials as processes of this machine, with a head that gives each of them the first devices. */
final class PlacedTrials implements TrialRunner {
    private static final Capacity THREE = new Capacity(3, "the test");

    private final Places places = new Places("local", THREE.slots());
    private final LocalWorker worker;
    private final Place place;

    PlacedTrials(WorkerSettings settings, Program program, Machine machine, Path results) {
        this(settings, program, System.getenv(), machine, Optional.empty(), results);
    }

    PlacedTrials(
            WorkerSettings settings,
            Program program,
            Map<String, String> environment,
            Machine machine,
            Optional<TrialStep> step,
            Path results) {
        worker = new LocalWorker(
                settings,
                program,
                environment,
                new Shares(machine, settings.resources(), new CpuPool(machine.cpus())),
                MemoryKills.here(),
                MemoryGuard.none(),
                step,
                broken -> new KeepHere(results, settings.folder(), broken),
                true,
                note -> {});
        List<String> devices = machine.gpus().ids();
        place = new Place(
                devices.subList(0, (int) Math.ceil(settings.resources().gpu())), Optional.empty());
    }

    @Override
    public void open(Consumer<Signal> signals) {
        worker.open(signals);
    }

    @Override
    public Capacity capacity() {
        return THREE;
    }

    @Override
    public Optional<String> reserve() {
        return places.reserve();
    }

    @Override
    public void release(String name) {
        places.release();
    }

    @Override
    public void execute(Command command) {
        if (command instanceof Command.Start start) {
            start(start, place);
        } else {
            worker.execute(command);
        }
    }

    void start(Command.Start start, Place where) {
        worker.start(start, where);
    }

    @Override
    public void close() {
        worker.close();
    }
}
