package org.attune.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.attune.cli.Attune;
import org.attune.cli.MarkedProcesses;
import org.attune.client.HeadClient;
import org.attune.wire.ClusterFolder;
import org.attune.wire.Connection;
import org.attune.wire.Dialer;
import org.attune.wire.HeadAddress;
import org.attune.wire.Question;

/** A cluster of real processes, all of which are marked, and none of which is left at the end. */
final class TestCluster implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofSeconds(20);

    private final Path folder;
    private final List<String> host;
    private final MarkedProcesses processes = new MarkedProcesses();
    private final List<Process> workers = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<String, String> environment = new HashMap<>();

    TestCluster(Path folder) {
        this(folder, List.of());
    }

    /** @param host what is put before the commands of the head and of clients */
    TestCluster(Path folder, List<String> host) {
        this.folder = folder;
        this.host = List.copyOf(host);
    }

    /** A variable of all that is started from now on. */
    TestCluster with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    String results() {
        return environment.getOrDefault(
                "ATTUNE_RESULTS", folder.resolve("results").toString());
    }

    Path clusterFolder() {
        return folder.resolve("cluster");
    }

    MarkedProcesses processes() {
        return processes;
    }

    /** The program, with a folder of its own for what it prints. */
    Attune attune(String name) {
        try {
            Attune attune = new Attune(Files.createDirectories(folder.resolve(name)));
            environment.forEach(attune::with);
            return attune.with("ATTUNE_RESULTS", results())
                    .with("ATTUNE_CACHE", Attune.cache().toString())
                    .with("ATTUNE_CLUSTER", clusterFolder().toString())
                    .with(MarkedProcesses.VARIABLE, processes.mark());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Attune.Ended run(String... arguments) {
        Attune attune = attune("client-" + calls.incrementAndGet());
        return attune.finish(begin(attune, arguments));
    }

    /** Starts a command where clients are. */
    Process begin(Attune attune, String... arguments) {
        return attune.start(words(host, arguments));
    }

    /** What must succeed. */
    Attune.Ended ok(String... arguments) {
        Attune.Ended ended = run(arguments);
        assertThat(ended.code())
                .as(() -> String.join(" ", arguments) + ":\n" + ended.out() + ended.err() + log())
                .isZero();
        return ended;
    }

    /** Starts the head. */
    Map<?, ?> start(String... options) {
        return startOn(host, options);
    }

    /** @param machine what is put before the command */
    Map<?, ?> startOn(List<String> machine, String... options) {
        List<String> arguments = new ArrayList<>(List.of("cluster", "start", "--json"));
        arguments.addAll(List.of(options));
        Attune attune = attune("start-" + calls.incrementAndGet());
        Attune.Ended ended = attune.finish(attune.start(words(machine, arguments.toArray(String[]::new))));
        assertThat(ended.code()).as(() -> ended.out() + ended.err() + log()).isZero();
        return ended.json();
    }

    /** Starts a worker of one CPU, and does not wait. */
    Process worker(String name, String... options) {
        return workerOn(List.of(), name, options);
    }

    /** @param machine what is put before the command */
    Process workerOn(List<String> machine, String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of("worker", "--name", name, "--cpus", "1"));
        arguments.addAll(List.of(options));
        Process worker = attune("worker-" + name).start(words(machine, arguments.toArray(String[]::new)));
        workers.add(worker);
        return worker;
    }

    /** The process of a worker, in the order of their starts. */
    Process worker(int index) {
        return workers.get(index);
    }

    private static List<String> words(List<String> machine, String... arguments) {
        List<String> words = new ArrayList<>(machine);
        words.add(Attune.distribution().toString());
        words.addAll(List.of(arguments));
        return words;
    }

    /** The workers that the head knows; none if it does not answer. */
    Set<Object> nodeNames() {
        return (host.isEmpty() ? askedForNodes() : toldNodes())
                .stream().map(node -> (Object) node.get("id")).collect(Collectors.toSet());
    }

    private List<? extends Map<?, ?>> toldNodes() {
        Attune.Ended ended = run("nodes", "--json");
        return ended.code() == 0 ? ended.jsonLines() : List.of();
    }

    /** The same without a process for each look. */
    private List<? extends Map<?, ?>> askedForNodes() {
        ClusterFolder there = ClusterFolder.at(clusterFolder());
        try (Dialer dialer = new Dialer()) {
            Optional<HeadAddress> head = there.head();
            if (head.isEmpty()) {
                return List.of();
            }
            Connection connection = dialer.dial(
                    head.get().addresses(), head.get().port(), there.key().orElseThrow(), LOOK);
            try (HeadClient client = HeadClient.greet(connection, "test", LOOK)) {
                return client.ask(new Question.Nodes(false), LOOK);
            }
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void awaitNodes(String... names) {
        await("workers " + List.of(names) + log())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> nodeNames().equals(Set.of((Object[]) names)));
    }

    /** Waits for a line of the head's log. */
    void awaitLog(String part) {
        await(part).atMost(PATIENCE).until(() -> log().contains(part));
    }

    String log() {
        return "\nhead.log:\n" + text(clusterFolder().resolve("head.log"));
    }

    long headPid() {
        return ((Number) run("cluster", "status", "--json").json().get("pid")).longValue();
    }

    static void awaitEnd(long pid) {
        await("the end of process " + pid)
                .atMost(PATIENCE)
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "(none)";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends whatever is left, also after a test that failed. */
    @Override
    public void close() {
        processes.alive().forEach(MarkedProcesses.Marked::kill);
        processes.awaitNone();
    }
}
