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
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
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

    private final String id = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    private final String worker;
    private final Map<String, String> environment;
    private final Gpus gpus;
    private final Path folder;
    private final AtomicInteger started = new AtomicInteger();
    private final Map<String, CallSession> sessions = new HashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(daemons("attune-python"));
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(daemons("attune-python-recall"));
    private PythonSetup setup;
    private Path client;
    private Reaper reaper;
    private ProcessStarter starter;

    /**
     * @param worker its name, for people
     * @param environment from which that of the processes is made
     * @param gpus that the worker was granted
     * @param folder in which processes start whose session's folder is not here
     */
    public PythonProcesses(String worker, Map<String, String> environment, Gpus gpus, Path folder) {
        this.worker = worker;
        this.environment = Map.copyOf(environment);
        this.gpus = gpus;
        this.folder = folder;
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
                        return PythonProcesses.this.start(kind, settings);
                    }

                    @Override
                    public void execute(Runnable action) {
                        threads.execute(action);
                    }
                }));
    }

    private CallProcess start(CallSession.Kind kind, byte[] settings) throws IOException, InterruptedException {
        ProcessStarter ready = starter();
        int number = started.incrementAndGet();
        TrialEnvironment variables = new TrialEnvironment(environment)
                .attempt(id, number, 1)
                .threads(kind.threads())
                .gpus(gpus, kind.devices())
                .python(client);
        variables.variables().put("ATTUNE_WORKER_NAME", worker);
        List<String> words =
                List.of(interpreter(settings), client.resolve("start/calls.py").toString());
        StartRequest request = new StartRequest(
                number, 1, words, Optional.empty(), variables.variables(), List.of(), OptionalInt.empty());
        return new CallProcess(ready.start(request, new CompletableFuture<>()), settings, threads, timer);
    }

    /** The one that the user chose for this machine, else the caller's own if it is here too, else any. */
    private String interpreter(byte[] settings) {
        Map<?, ?> session = (Map<?, ?>) Json.parse(new String(settings, StandardCharsets.UTF_8));
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

    private static ThreadFactory daemons(String name) {
        return action -> {
            Thread thread = new Thread(action, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
