package org.attune.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.attune.engine.slurm.SlurmGrant;
import org.attune.head.Arbiter;
import org.attune.head.ClusterRunner;
import org.attune.head.Demand;
import org.attune.head.Roster;
import org.attune.head.StudyNotes;
import org.attune.head.Terms;
import org.attune.head.Timer;
import org.attune.machine.Machine;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecWriter;
import org.attune.tuner.Capacity;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;
import org.attune.wire.MemoryLinks;
import org.attune.wire.StudyBrief;
import org.attune.worker.OneMachine;
import org.attune.worker.WorkerHost;
import org.attune.worker.Workshop;

/** Runs the trials of one study on this machine, on the same path as a cluster: a head and its one worker are in this process, without a port, and end with it as their trials do. */
public final class LocalRunner implements TrialRunner {
    private static final String NAME = "local";

    /** Nobody else can come, or come back. */
    private static final Terms TERMS =
            new Terms(Terms.USUAL.lostAfter(), Terms.USUAL.patience(), Duration.ZERO, Duration.ZERO);

    private final ScheduledExecutorService timers = Timer.thread();
    private final Roster roster;
    private final ClusterRunner trials;
    private final WorkerHost worker;
    private final Alone fate = new Alone();

    private LocalRunner(
            StudyBrief study,
            StudySpec spec,
            Capacity capacity,
            Machine machine,
            Workshop workshop,
            Consumer<String> progress) {
        Arbiter arbiter = new Arbiter();
        roster = new Roster(arbiter, 1, TERMS, Timer.on(timers), time -> true, Clock.systemUTC(), line -> {});
        OptionalInt mostParallel = OptionalInt.of(capacity.slots());
        trials = ClusterRunner.of(
                roster,
                arbiter,
                study,
                Demand.of(spec.resources()),
                mostParallel,
                new Words(progress),
                checkpoint -> {});
        worker = new WorkerHost(NAME, OneMachine.grants(machine), workshop, List.of(), fate);
        worker.join(new MemoryLinks(new OneWorker(roster)));
    }

    /**
     * A runner for a study, with all made ready for its trials. Builds the study's Python environment if that was not done before, which may take minutes.
     *
     * @param folder the study file's, in which trials run
     * @param classPath jars and folders of a Java trainable
     * @param results the study's results folder
     * @param progress told, line by line and by any thread, what is being built and loaded
     * @throws IllegalArgumentException if no trial fits on this machine
     * @throws UncheckedIOException if the study cannot run here, with the reason for people
     */
    public static LocalRunner of(
            StudySpec spec, Path folder, List<Path> classPath, Path results, Consumer<String> progress)
            throws InterruptedException {
        Map<String, String> environment = System.getenv();
        Machine machine = SlurmGrant.here(environment, spec.resources().gpu() > 0);
        return of(spec, folder, classPath, results, environment, machine, progress);
    }

    /**
     * The same on a machine that was looked at already.
     *
     * @param environment that trials get beside their own
     */
    public static LocalRunner of(
            StudySpec spec,
            Path folder,
            List<Path> classPath,
            Path results,
            Map<String, String> environment,
            Machine machine,
            Consumer<String> progress)
            throws InterruptedException {
        StudyBrief study = new StudyBrief(
                UUID.randomUUID().toString(),
                spec.study(),
                StudySpecWriter.toJson(spec),
                folder.toAbsolutePath().normalize().toString(),
                results.toAbsolutePath().normalize().toString(),
                "",
                "",
                List.of());
        Workshop workshop = Workshop.alone(environment, machine, new SiteHere(classPath));
        LocalRunner runner =
                new LocalRunner(study, spec, OneMachine.capacity(spec, machine), machine, workshop, progress);
        try {
            runner.awaitFirstPlace();
        } catch (InterruptedException | RuntimeException e) {
            runner.close();
            throw e;
        }
        return runner;
    }

    /** There is one once the worker is ready for the study. */
    private void awaitFirstPlace() throws InterruptedException {
        BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
        trials.open(signals::add);
        for (Optional<String> place = trials.reserve(); ; place = trials.reserve()) {
            if (place.isPresent()) {
                trials.release(place.get());
                return;
            } else if (signals.take() instanceof Signal.Broken broken) {
                fate.throwFault();
                throw new UncheckedIOException(new IOException(broken.reason()));
            }
        }
    }

    @Override
    public void open(Consumer<Signal> signals) {
        trials.open(signals);
    }

    @Override
    public Capacity capacity() {
        return trials.capacity();
    }

    @Override
    public Optional<String> reserve() {
        return trials.reserve();
    }

    @Override
    public Optional<Instant> until(String place) {
        return trials.until(place);
    }

    @Override
    public String kind(String place) {
        return trials.kind(place);
    }

    @Override
    public void release(String place) {
        trials.release(place);
    }

    @Override
    public void execute(Command command) {
        trials.execute(command);
    }

    @Override
    public void close() {
        try {
            trials.close();
            roster.close();
            fate.awaitEnd();
        } finally {
            worker.close();
            timers.shutdownNow();
        }
    }

    /** What the worker says is of this machine; that it is passed over, the study's end tells; nobody else has what it waits for. */
    private record Words(Consumer<String> progress) implements StudyNotes {
        @Override
        public void said(String worker, String line) {
            progress.accept(line);
        }

        @Override
        public void passedOver(String worker, String why) {}

        @Override
        public void usedAgain(String worker, String why) {}

        @Override
        public void waits(String what) {}
    }
}
