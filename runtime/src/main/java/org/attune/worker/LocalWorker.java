package org.attune.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.function.Consumer;
import org.attune.background.Daemons;
import org.attune.engine.slurm.TrialStep;
import org.attune.study.Cause;
import org.attune.trial.Keep;
import org.attune.trial.MemoryKills;
import org.attune.trial.Program;
import org.attune.trial.TrialEnvironment;
import org.attune.trial.process.Gate;
import org.attune.trial.process.ProcessStarter;
import org.attune.trial.process.Reaper;
import org.attune.trial.process.Starter;
import org.attune.trial.process.StepStarter;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;

/**
 * Runs the attempts of one study as processes of this machine; it signals as a {@link org.attune.tuner.TrialRunner} does. Needs Linux with {@code setsid} and {@code sh}.
 */
final class LocalWorker implements AutoCloseable {
    private static final Duration MEMORY_PERIOD = Duration.ofSeconds(1);

    private record Key(int trial, int attempt) {}

    private final WorkerSettings settings;
    private final Program program;
    private final ExecutorService threads = Executors.newCachedThreadPool(Daemons.numbered("attune-trial"));
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("attune-grace"));
    private final Map<Key, LocalAttempt> running = new HashMap<>();
    private final Phaser ends = new Phaser(1);
    private final Consumer<String> notes;
    private final Map<String, String> environment;
    private final Shares shares;
    private final MemoryKills memoryKills;
    private final MemoryGuard memoryGuard;
    private final Optional<TrialStep> step;
    private final Keep.Opening keeping;
    private final boolean isAlone;
    private Reaper reaper;
    private WorkerContext context;
    private boolean closed;

    /**
     * @param environment that trials get beside their own
     * @param memoryKills the same for all of this process
     * @param memoryGuard likewise
     * @param step makes each attempt a job step of its own; absent if they run in the worker's
     * @param keeping makes what keeps the trials' output and checkpoints; closed with this worker
     * @param isAlone whether there is no other machine to go on with, and nobody else who uses this one's devices
     * @param notes told, line by line, what people should know of how trials are started
     */
    LocalWorker(
            WorkerSettings settings,
            Program program,
            Map<String, String> environment,
            Shares shares,
            MemoryKills memoryKills,
            MemoryGuard memoryGuard,
            Optional<TrialStep> step,
            Keep.Opening keeping,
            boolean isAlone,
            Consumer<String> notes) {
        this.settings = settings;
        this.isAlone = isAlone;
        this.program = program;
        this.environment = environment;
        this.shares = shares;
        this.memoryKills = memoryKills;
        this.memoryGuard = memoryGuard;
        this.step = step;
        this.keeping = keeping;
        this.notes = notes;
    }

    /**
     * @throws UncheckedIOException if the results folder cannot be written, or the programs that start trials are missing
     */
    synchronized void open(Consumer<Signal> signals) {
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
                    memoryGuard,
                    threads,
                    timer,
                    isAlone,
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
        ProcessStarter starter =
                new Starter(reaper, gate, program.launcher(own, settings.folder(), settings.grace(), notes));
        return step.<ProcessStarter>map(
                        steps -> new StepStarter(starter, steps, settings.study(), settings.resources()))
                .orElse(starter);
    }

    /** {@code place}: as the head chose it. */
    void start(Command.Start start, Place place) {
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

    /** All but {@link Command.Start} and {@link Command.Expect}. */
    void execute(Command command) {
        if (command instanceof Command.Answer answer) {
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
        }
    }

    /** As {@link org.attune.tuner.TrialRunner#close}. */
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

    /** Waits until trials can be started without delay, with their imports done, but no longer than the given time. */
    void awaitWarm(Duration limit) throws InterruptedException {
        context.starter().awaitWarm(limit);
    }

    /** A Python module that the trainable is sure to import and that is not installed here; known once it is warm, if at all. */
    Optional<String> absent() {
        return context.starter().absent();
    }

    /** Ends all that runs, with grace, because this machine fails them. */
    void endAll(String reason) {
        List<LocalAttempt> all;
        synchronized (this) {
            all = List.copyOf(running.values());
        }
        all.forEach(attempt -> attempt.excuse(reason));
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
}
