package org.attune.worker.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.attune.background.Daemons;
import org.attune.machine.Gpus;
import org.attune.spec.Start;
import org.attune.task.code.CodeFolder;
import org.attune.text.Json;
import org.attune.trial.TrialEnvironment;
import org.attune.trial.process.Gate;
import org.attune.trial.process.LauncherSettings;
import org.attune.trial.process.ProcessStarter;
import org.attune.trial.process.Reaper;
import org.attune.trial.process.StartRequest;
import org.attune.trial.process.Starter;
import org.attune.trial.process.TrialProcess;
import org.attune.trial.python.PythonSetup;
import org.attune.wire.TaskShape;
import org.attune.worker.task.PythonTasks;
import org.attune.worker.task.TaskRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs Python functions in processes of this machine: some for each session, which keep what they have imported. They end with their session, and with this process however it
 * ends.
 */
public final class PythonProcesses implements PythonTasks, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PythonProcesses.class);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final int MOST_AHEAD = 64;
    private static final double SMALLEST_CPU = 0.25;

    private final String id = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    private final Supplier<String> worker;
    private final Map<String, String> environment;
    private final Gpus gpus;
    private final Path folder;
    private final double cpus;
    private final Consumer<Printing> prints;
    private final AtomicInteger started = new AtomicInteger();
    private final Map<String, CallSession> sessions = new HashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(Daemons.named("attune-python"));
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("attune-python-recall"));
    private PythonSetup setup;
    private Path client;
    private Reaper reaper;
    private ProcessStarter starter;

    /**
     * @param worker its name, for people: what it is when a process starts
     * @param environment from which that of the processes is made
     * @param gpus that the worker was granted
     * @param folder in which processes start whose session's folder is not here
     * @param cpus that the worker was granted: so many processes are started ahead for tasks of one CPU
     * @param prints told what functions print, if their session wants it
     */
    public PythonProcesses(
            Supplier<String> worker,
            Map<String, String> environment,
            Gpus gpus,
            Path folder,
            double cpus,
            Consumer<Printing> prints) {
        this.worker = worker;
        this.environment = Map.copyOf(environment);
        this.gpus = gpus;
        this.folder = folder;
        this.cpus = cpus;
        this.prints = prints;
    }

    /** @param lines whole lines, each with where it comes from */
    public record Printing(String session, byte[] lines) {}

    @Override
    public void warmUp(String session, TaskShape shape, byte[] settings, Runnable ready) {
        double cpu = shape.resources().getOrDefault("cpu", 1.0);
        boolean needsDevices = shape.resources().getOrDefault("gpu", 0.0) > 0;
        int count = needsDevices ? 0 : (int) Math.min(MOST_AHEAD, cpus / Math.max(cpu, SMALLEST_CPU));
        session(session).warm(kind(shape, List.of()), settings, count, ready);
    }

    @Override
    public TaskRunner open(String session, TaskShape shape, List<String> devices, CodeFolder code) {
        return new CallRunner(session(session), kind(shape, devices), hash -> Files.readAllBytes(code.path(hash)));
    }

    @Override
    public void ended(String session) {
        CallSession former;
        synchronized (this) {
            former = sessions.remove(session);
        }
        if (former != null) {
            former.close();
        }
    }

    /** Ends all processes. */
    @Override
    public void close() {
        List<CallSession> last;
        synchronized (this) {
            last = new ArrayList<>(sessions.values());
            sessions.clear();
        }
        last.forEach(CallSession::close);
        synchronized (this) {
            if (starter != null) {
                starter.close();
                reaper.close();
            }
        }
        timer.shutdownNow();
        threads.shutdown();
    }

    private static CallSession.Kind kind(TaskShape shape, List<String> devices) {
        double cpu = shape.resources().getOrDefault("cpu", 1.0);
        return new CallSession.Kind(Math.max(1, (int) cpu), List.copyOf(devices));
    }

    private synchronized CallSession session(String name) {
        return sessions.computeIfAbsent(
                name,
                key -> new CallSession(new CallSession.Factory() {
                    @Override
                    public CallProcess start(CallSession.Kind kind, byte[] settings)
                            throws IOException, InterruptedException {
                        return PythonProcesses.this.start(name, kind, settings);
                    }

                    @Override
                    public void execute(Runnable action) {
                        threads.execute(action);
                    }
                }));
    }

    private CallProcess start(String session, CallSession.Kind kind, byte[] settings)
            throws IOException, InterruptedException {
        ProcessStarter ready = starter();
        int number = started.incrementAndGet();
        TrialEnvironment variables = new TrialEnvironment(environment)
                .attempt(id, number, 1)
                .threads(kind.threads())
                .gpus(gpus, kind.devices())
                .python(client);
        variables.variables().put("ATTUNE_WORKER_NAME", worker.get());
        Map<?, ?> told = (Map<?, ?>) Json.parse(new String(settings, StandardCharsets.UTF_8));
        List<String> words =
                List.of(interpreter(told), client.resolve("start/calls.py").toString());
        StartRequest request = new StartRequest(
                number, 1, words, Optional.empty(), variables.variables(), List.of(), OptionalInt.empty());
        TrialProcess process = ready.start(request, new CompletableFuture<>());
        boolean wanted = Boolean.TRUE.equals(told.get("prints"));
        PrintedLines lines = new PrintedLines("(" + worker.get() + " pid=" + process.pid() + ") ", printed -> {
            if (wanted) {
                prints.accept(new Printing(session, printed));
            }
        });
        return new CallProcess(process, settings, lines, threads, timer);
    }

    /** The one that the user chose for this machine, else the caller's own if it is here too, else any. */
    private String interpreter(Map<?, ?> session) {
        if (environment.getOrDefault("ATTUNE_PYTHON", "").isEmpty()
                && session.get("python") instanceof String path
                && Files.isExecutable(Path.of(path))) {
            return path;
        }
        return setup.interpreter().path().toString();
    }

    private synchronized ProcessStarter starter() throws IOException {
        if (starter == null) {
            setup = new PythonSetup(environment, line -> LOG.info("{}", line));
            client = setup.client();
            reaper = new Reaper("ATTUNE_WORKER=" + id, GRACE);
            starter = new Starter(reaper, new Gate(folder, reaper, GRACE), launcher());
        }
        return starter;
    }

    private Optional<LauncherSettings> launcher() {
        return setup.anyInterpreter()
                .map(python -> new LauncherSettings(
                        List.of(
                                python.toString(),
                                "-I",
                                "-S",
                                client.resolve("start/launcher.py").toString()),
                        new TrialEnvironment(environment).worker(id).variables(),
                        folder,
                        GRACE,
                        Optional.empty(),
                        Start.FRESH,
                        line -> LOG.info("{}", line)));
    }
}
