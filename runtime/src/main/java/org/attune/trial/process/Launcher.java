package org.attune.trial.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.attune.background.Daemons;
import org.attune.spec.Start;
import org.attune.text.Json;
import org.attune.trial.ExitStatus;
import org.attune.trial.LastWords;
import org.attune.trial.Programs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The head's side of {@code launcher.py}, whose opening text has the messages. Starting a program costs a message each way, and no more processes than the program's own; nothing
 * that the program leaves escapes, not even a daemon with an empty environment.
 */
public final class Launcher implements ProcessStarter {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final long PATIENCE_SECONDS = 2;
    private static final int NO_SUCH_FILE = 2;
    private static final Ended UNWATCHED = new Ended(ExitStatus.KILLED, "", false);

    record Started(long pid, Start way, List<Long> pipes) {}

    /** {@code program}: first word of its command. */
    private record Expected(String program, CompletableFuture<Started> started, CompletableFuture<Ended> over) {}

    private final LauncherSettings settings;
    private final Process process;
    private final OutputStream requests;
    private final LastWords lastWords = new LastWords();
    private final Map<String, Expected> expected = new HashMap<>();
    /** Requests wait for it here, where they can be turned away, rather than in a pipe that may be full. */
    private final CompletableFuture<Void> readiness = new CompletableFuture<>();

    private volatile String unusable;
    private volatile String absent;
    private boolean dead;
    private boolean closing;

    /** @throws IOException if the interpreter cannot be started */
    public Launcher(LauncherSettings settings) throws IOException {
        this.settings = settings;
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of("setsid"), settings.command().stream())
                        .toList())
                .directory(settings.folder().toFile());
        builder.environment().clear();
        builder.environment().putAll(settings.environment());
        this.process = Programs.start(builder);
        this.requests = process.getOutputStream();
        listen("attune-launcher", this::hear);
        listen("attune-launcher-words", this::keepLastWords);
        send(Map.of("open", settings.opening()));
    }

    /** Whether it has not said that it cannot work here. */
    boolean isUsable() {
        return unusable == null;
    }

    /** Whether it was killed, once it is dead. */
    boolean wasKilled() {
        try {
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == ExitStatus.KILLED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    synchronized boolean isDead() {
        return dead;
    }

    /** Why it is of no use, in a line. */
    String fault() {
        return unusable == null ? "it ended: " + lastWords.line() : unusable;
    }

    long pid() {
        return process.pid();
    }

    /** @throws LauncherGone if it has died; another one may be tried */
    @Override
    public TrialProcess start(StartRequest request, CompletableFuture<Void> turnedAway)
            throws IOException, InterruptedException {
        if (!Files.isDirectory(settings.folder())) {
            throw new IOException("the folder to run in is missing: " + settings.folder());
        }
        awaitReady(turnedAway);
        String key = request.trial() + "/" + request.attempt();
        Expected attempt = new Expected(request.words().get(0), new CompletableFuture<>(), new CompletableFuture<>());
        synchronized (this) {
            if (dead) {
                throw new LauncherGone(fault());
            }
            expected.put(key, attempt);
        }
        send(message(key, request));
        turnedAway.thenRun(() -> attempt.started().cancel(false));
        try {
            return opened(key, attempt.started().get(), attempt, marks(request));
        } catch (CancellationException e) {
            signal("KILL", key);
            awaitTurnedAway(attempt);
            throw new IOException("it was turned away before it began", e);
        } catch (InterruptedException e) {
            signal("KILL", key);
            throw e;
        } catch (ExecutionException e) {
            throw (IOException) e.getCause();
        } finally {
            send(Map.of("opened", key));
        }
    }

    @Override
    public void awaitWarm(Duration limit) throws InterruptedException {
        try {
            readiness.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The launcher is not ready.", e);
        }
    }

    @Override
    public Optional<String> absent() {
        return Optional.ofNullable(absent);
    }

    private void awaitReady(CompletableFuture<Void> turnedAway) throws IOException, InterruptedException {
        try {
            CompletableFuture.anyOf(readiness, turnedAway).get();
        } catch (ExecutionException e) {
            throw (IOException) e.getCause();
        }
        if (turnedAway.isDone()) {
            throw new IOException("it was turned away before it began");
        }
    }

    /** Nothing of it is to be left; but a launcher that is busy with an import has not started it yet. */
    private static void awaitTurnedAway(Expected attempt) throws InterruptedException {
        try {
            attempt.over().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("An attempt that was turned away is not over yet.", e);
        }
    }

    private LaunchedProcess opened(String key, Started started, Expected attempt, Set<String> marks)
            throws IOException, InterruptedException {
        try {
            return new LaunchedProcess(this, key, started, attempt.over(), marks);
        } catch (IOException e) {
            new Leftovers(started.pid(), marks).end();
            if (String.valueOf(e.getMessage()).endsWith("(Permission denied)")) {
                // A Python that this user may run but not read, or one with capabilities: all of its pipes are out of
                // reach.
                unusable = "its pipes cannot be opened: " + e.getMessage();
                requests.close();
            }
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new LauncherGone(fault());
            }
            awaitTurnedAway(attempt);
            throw new IOException("its pipes cannot be opened: " + e.getMessage(), e);
        }
    }

    void signal(String name, String key) {
        send(Map.of("signal", name, "to", key));
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
        }
        try {
            requests.close();
        } catch (IOException e) {
            LOG.debug("The launcher's pipe was closed already.", e);
        }
        try {
            // It may be busy with an import. Its trials are over by now.
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Object> message(String key, StartRequest request) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("start", key);
        message.put("words", request.words());
        message.put("environ", changed(request.environment(), settings.environment()));
        message.put("unset", absent(request.environment(), settings.environment()));
        request.call().ifPresent(target -> message.put("call", target));
        if (!request.cpus().isEmpty()) {
            message.put("cpus", request.cpus());
        }
        request.threads().ifPresent(threads -> message.put("threads", threads));
        return message;
    }

    /** The launcher knows its own environment; most of a trial's is the same. */
    private static Map<String, String> changed(Map<String, String> environment, Map<String, String> known) {
        Map<String, String> changed = new HashMap<>();
        environment.forEach((name, value) -> {
            if (!value.equals(known.get(name))) {
                changed.put(name, value);
            }
        });
        return changed;
    }

    private static List<String> absent(Map<String, String> environment, Map<String, String> known) {
        return known.keySet().stream()
                .filter(name -> !environment.containsKey(name))
                .toList();
    }

    /** All that the processes of an attempt have in their environment; those of a warm one need not. */
    static Set<String> marks(StartRequest request) {
        return Set.of(
                "ATTUNE_WORKER=" + request.environment().get("ATTUNE_WORKER"),
                "ATTUNE_TRIAL=" + request.trial(),
                "ATTUNE_ATTEMPT=" + request.attempt());
    }

    private void send(Map<String, Object> message) {
        byte[] line = (Json.text(message) + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (requests) {
            try {
                requests.write(line);
                requests.flush();
            } catch (IOException e) {
                LOG.debug("The launcher takes no more requests.", e); // hear() comes to its end as well
            }
        }
    }

    private interface Reading {
        void run() throws IOException;
    }

    private static void listen(String name, Reading reading) {
        Daemons.thread(name, () -> {
                    try {
                        reading.run();
                    } catch (IOException e) {
                        LOG.debug("A pipe of the launcher was closed.", e);
                    }
                })
                .start();
    }

    private void keepLastWords() throws IOException {
        byte[] bytes = new byte[8192];
        for (int length = process.getErrorStream().read(bytes);
                length >= 0;
                length = process.getErrorStream().read(bytes)) {
            lastWords.add(bytes, length);
        }
    }

    private void hear() throws IOException {
        try (BufferedReader replies =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = replies.readLine(); line != null; line = replies.readLine()) {
                take((Map<?, ?>) Json.parse(line));
            }
        } finally {
            died();
        }
    }

    private void take(Map<?, ?> reply) {
        if (reply.get("started") instanceof String key) {
            attempt(key).started().complete(started(reply));
        } else if (reply.get("over") instanceof String key) {
            forget(key).over().complete(ended(reply));
        } else if (reply.get("failed") instanceof String key) {
            Expected attempt = forget(key);
            attempt.started().completeExceptionally(failure(reply, attempt));
            attempt.over().complete(UNWATCHED);
        } else if (reply.containsKey("ready")) {
            readiness.complete(null);
        } else if (reply.get("say") instanceof String text) {
            settings.notes().accept("Warm start: " + text);
        } else if (reply.get("unfit") instanceof String reason) {
            settings.notes()
                    .accept("Trials are not forked from a warm process, but started ahead (trainable.start): "
                            + reason);
        } else if (reply.get("absent") instanceof String module) {
            absent = module;
        } else if (reply.get("unusable") instanceof String reason) {
            unusable = reason;
        }
    }

    private static Started started(Map<?, ?> reply) {
        List<Long> pipes = new ArrayList<>();
        ((List<?>) reply.get("pipes")).forEach(pipe -> pipes.add((Long) pipe));
        return new Started(
                (Long) reply.get("pid"), Start.valueOf(((String) reply.get("way")).toUpperCase(Locale.ROOT)), pipes);
    }

    private static Ended ended(Map<?, ?> reply) {
        int exit = ((Long) reply.get("exit")).intValue();
        int signal = ((Long) reply.get("signal")).intValue();
        if (reply.get("left") instanceof List<?> left && !left.isEmpty()) {
            LOG.warn("These processes of attempt {} cannot be killed: {}.", reply.get("over"), left);
        }
        return signal == 0 ? new Ended(exit, "", true) : new Ended(128 + signal, ExitStatus.signal(signal), true);
    }

    private IOException failure(Map<?, ?> reply, Expected attempt) {
        long number = reply.get("errno") instanceof Long errno ? errno : 0;
        String program = attempt.program();
        if (number == NO_SUCH_FILE) {
            return new CannotRun(127, ExitStatus.message(127, program, settings.folder(), program, false));
        } else if (number == 13 || number == 20 || number == 21) {
            return new CannotRun(126, ExitStatus.message(126, program, settings.folder(), program, false));
        }
        return new IOException("'" + program + "' cannot be started: " + reply.get("why") + " (errno " + number + ")."
                + (number == 11 || number == 12 || number == 24 ? " Maybe lower max_parallel." : ""));
    }

    private synchronized Expected attempt(String key) {
        return expected.get(key);
    }

    private synchronized Expected forget(String key) {
        return expected.remove(key);
    }

    private void died() {
        List<Expected> orphans;
        synchronized (this) {
            dead = true;
            orphans = List.copyOf(expected.values());
            expected.clear();
            boolean wasReady = !readiness.completeExceptionally(new LauncherGone(fault()));
            if (!closing && wasReady && isUsable()) {
                LOG.warn("The process that starts trials has died; its trials are ended and go on from their last"
                        + " checkpoints.");
            }
        }
        for (Expected orphan : orphans) {
            orphan.started().completeExceptionally(new LauncherGone(fault()));
            orphan.over().complete(UNWATCHED);
        }
    }
}
