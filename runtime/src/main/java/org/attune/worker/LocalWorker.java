package org.attune.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.attune.machine.Machine;
import org.attune.spec.StudySpec;
import org.attune.study.Cause;
import org.attune.trial.Keep;
import org.attune.trial.KeepHere;
import org.attune.trial.MemoryKills;
import org.attune.trial.Program;
import org.attune.trial.TrialEnvironment;
import org.attune.trial.process.Gate;
import org.attune.trial.process.ProcessStarter;
import org.attune.trial.process.Reaper;
import org.attune.trial.process.Starter;
import org.attune.trial.python.PythonSetup;
import org.attune.tuner.Capacity;
import org.attune.tuner.Command;
import org.attune.tuner.Places;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;

/** Runs attempts as processes of this machine. Needs Linux with {@code setsid} and {@code sh}. */
public final class LocalWorker implements TrialRunner {
    private static final String NAME = "local";
    private static final Duration MEMORY_PERIOD = Duration.ofSeconds(1);

    private record Key(int trial, int attempt) {}

    private final WorkerSettings settings;
    private final Program program;
    private final Capacity capacity;
    private final Places places;
    private final ExecutorService threads = Executors.newCachedThreadPool(daemons("attune-trial"));
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(daemons("attune-grace"));
    private final Map<Key, LocalAttempt> running = new HashMap<>();
    private final Phaser ends = new Phaser(1);
    private final Consumer<String> notes;
    private final Map<String, String> environment;
    private final Shares shares;
    private final MemoryKills memoryKills;
    private final Keep.Opening keeping;
    private Reaper reaper;
    private WorkerContext context;
    private boolean closed;

    /**
     * One that keeps what trials print and save in the study's results folder.
     *
     * @param notes told, line by line, what people should know of how trials are started
     * @throws IllegalArgumentException if no trial fits on the machine
     */
    public LocalWorker(WorkerSettings settings, Program program, Machine machine, Consumer<String> notes) {
        this(settings, program, machine, notes, broken -> new KeepHere(settings.results(), settings.folder(), broken));
    }

    /**
     * @param keeping makes what keeps the trials' output and checkpoints; closed with this worker
     * @throws IllegalArgumentException if no trial fits on the machine
     */
    public LocalWorker(
            WorkerSettings settings, Program program, Machine machine, Consumer<String> notes, Keep.Opening keeping) {
        this(
                settings,
                program,
                Slots.of(settings.resources(), settings.maxParallel(), machine),
                System.getenv(),
                new Shares(machine, settings.resources()),
                MemoryKills.here(),
                keeping,
                notes);
    }

    /**
     * One beside others of this process.
     *
     * @param environment that trials get beside their own
     * @param memoryKills the same for all of this process
     */
    LocalWorker(
            WorkerSettings settings,
            Program program,
            Capacity capacity,
            Map<String, String> environment,
            Shares shares,
            MemoryKills memoryKills,
            Keep.Opening keeping,
            Consumer<String> notes) {
        this.settings = settings;
        this.program = program;
        this.capacity = capacity;
        this.places = new Places(NAME, capacity.slots());
        this.environment = environment;
        this.shares = shares;
        this.memoryKills = memoryKills;
        this.keeping = keeping;
        this.notes = notes;
    }

    /**
     * A worker for a study on this machine. Builds the study's Python environment if that was not done before, which may take minutes.
     *
     * @param folder the study file's, in which trials run
     * @param results the study's results folder
     * @param progress told, line by line, what is being built and loaded
     * @throws IllegalArgumentException if no trial fits on this machine, or the trainable does not run as a process
     * @throws org.attune.trial.python.PythonProblem if there is no Python, or the environment cannot be built
     */
    public static LocalWorker of(StudySpec spec, Path folder, Path results, Consumer<String> progress) {
        WorkerSettings settings = WorkerSettings.of(spec, folder, results);
        Machine machine = Machine.here(System.getenv(), spec.resources().gpu() > 0);
        capacity(spec, machine);
        Program program = Program.of(spec.trainable(), settings.folder(), new PythonSetup(System.getenv(), progress));
        return new LocalWorker(settings, program, machine, progress);
    }

    /**
     * How many trials of a study can run at once on this machine, without making anything.
     *
     * @throws IllegalArgumentException if none fits
     */
    public static Capacity capacity(StudySpec spec) {
        return capacity(spec, Machine.here(System.getenv(), spec.resources().gpu() > 0));
    }

    /** The same for a machine that was looked at already. */
    public static Capacity capacity(StudySpec spec, Machine machine) {
        OneMachine.check(spec.resources());
        return Slots.of(spec.resources(), spec.maxParallel(), machine);
    }

    /**
     * @throws UncheckedIOException if the results folder cannot be written, or the programs that start trials are missing
     */
    @Override
    public synchronized void open(Consumer<Signal> signals) {
        String id = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
        try {
            Keep keep = keeping.open(reason -> signals.accept(new Signal.Broken(reason)));
            reaper = reaper(id, keep);
            context = new WorkerContext(
                    id,
                    settings,
                    program,
                    environment,
                    shares,
                    starter(id),
                    keep,
                    memoryKills,
                    new MemoryWatch(MEMORY_PERIOD),
                    threads,
                    timer,
                    signals);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private Reaper reaper(String id, Keep keep) throws IOException {
        try {
            return new Reaper("ATTUNE_WORKER=" + id, settings.grace());
        } catch (IOException e) {
            keep.close();
            throw e;
        }
    }

    private ProcessStarter starter(String id) {
        Gate gate = new Gate(settings.folder(), reaper, settings.grace());
        TrialEnvironment own = new TrialEnvironment(environment).worker(id);
        return new Starter(reaper, gate, program.launcher(own, settings.folder(), settings.grace(), notes));
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
            start(start, Optional.empty());
        } else if (command instanceof Command.Answer answer) {
            running(answer.trial(), answer.attempt()).ifPresent(attempt -> attempt.answer(answer));
        } else if (command instanceof Command.End end) {
            running(end.trial(), end.attempt()).ifPresent(attempt -> {
                if (end.now()) {
                    attempt.abandon();
                } else {
                    attempt.end(false);
                }
            });
        } else if (command instanceof Command.Discard discard) {
            context.keep().discard(discard.checkpoint());
        } else if (command instanceof Command.Expect lost) {
            context.signals()
                    .accept(new Signal.AttemptOver(
                            lost.trial(), lost.attempt(), Cause.HEAD_LOST, "", OptionalInt.empty()));
        }
    }

    @Override
    public void close() {
        List<LocalAttempt> last;
        synchronized (this) {
            if (closed || context == null) {
                closed = true;
                return;
            }
            closed = true;
            last = List.copyOf(running.values());
        }
        last.forEach(LocalAttempt::abandon);
        ends.arriveAndAwaitAdvance();
        timer.shutdownNow();
        context.memoryWatch().close();
        context.starter().close();
        reaper.close();
        context.keep().close();
        threads.shutdownNow();
    }

    /** Starts an attempt in a place that somebody else chose. */
    void start(Command.Start start, Place place) {
        start(start, Optional.of(place));
    }

    /** Waits until trials can be started without delay, with their imports done, but no longer than the given time. */
    void awaitWarm(Duration limit) throws InterruptedException {
        context.starter().awaitWarm(limit);
    }

    /** Ends all that runs, with grace, because this machine fails them. */
    void endAll(String reason) {
        List<LocalAttempt> all;
        synchronized (this) {
            all = List.copyOf(running.values());
        }
        all.forEach(attempt -> attempt.excuse(reason));
    }

    private void start(Command.Start start, Optional<Place> place) {
        Key key = new Key(start.trial(), start.attempt());
        LocalAttempt attempt;
        synchronized (this) {
            if (context == null || closed) {
                throw new IllegalStateException("the worker is not open.");
            }
            attempt = new LocalAttempt(context, start, place);
            running.put(key, attempt);
            ends.register();
        }
        try {
            threads.execute(() -> over(key, attempt.run()));
        } catch (OutOfMemoryError e) {
            over(
                    key,
                    new Signal.AttemptOver(
                            start.trial(),
                            start.attempt(),
                            Cause.ERROR,
                            "no thread can be started for it: " + e.getMessage() + ". Maybe lower max_parallel.",
                            OptionalInt.empty()));
        }
    }

    private synchronized Optional<LocalAttempt> running(int trial, int attempt) {
        return Optional.ofNullable(running.get(new Key(trial, attempt)));
    }

    private void over(Key key, Signal.AttemptOver end) {
        synchronized (this) {
            running.remove(key);
        }
        try {
            context.signals().accept(end);
        } finally {
            ends.arriveAndDeregister();
        }
    }

    private static ThreadFactory daemons(String name) {
        AtomicLong number = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
