package org.attune.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.attune.cli.Attune;
import org.attune.cli.MarkedProcesses;

/** A cluster of real processes, all of which are marked, and none of which is left at the end. */
final class TestCluster implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final MarkedProcesses processes = new MarkedProcesses();
    private final Map<String, Process> workers = new LinkedHashMap<>();

    TestCluster(Path folder) {
        this.folder = folder;
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
            return new Attune(Files.createDirectories(folder.resolve(name)))
                    .with("ATTUNE_RESULTS", folder.resolve("results").toString())
                    .with("ATTUNE_CACHE", Attune.cache().toString())
                    .with("ATTUNE_CLUSTER", clusterFolder().toString())
                    .with(MarkedProcesses.VARIABLE, processes.mark());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Attune.Ended run(String... arguments) {
        return attune("client").run(arguments);
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
        return startOn(List.of(), options);
    }

    /** @param host what to put before the command */
    Map<?, ?> startOn(List<String> host, String... options) {
        List<String> words = new ArrayList<>(host);
        words.addAll(List.of(Attune.distribution().toString(), "cluster", "start", "--json"));
        words.addAll(List.of(options));
        Attune attune = attune("start");
        Attune.Ended ended = attune.finish(attune.start(words));
        assertThat(ended.code()).as(() -> ended.out() + ended.err() + log()).isZero();
        return ended.json();
    }

    /** Starts a worker of one CPU, and does not wait. */
    Process worker(String name, String... options) {
        return workerOn(List.of(), name, options);
    }

    Process workerOn(List<String> host, String name, String... options) {
        List<String> words = new ArrayList<>(host);
        words.addAll(List.of(Attune.distribution().toString(), "worker", "--name", name, "--cpu", "1"));
        words.addAll(List.of(options));
        Process process = attune("worker-" + name).start(words);
        workers.put(name, process);
        return process;
    }

    Process worker(int index) {
        return List.copyOf(workers.values()).get(index);
    }

    List<Map<?, ?>> nodes() {
        Attune.Ended ended = run("nodes", "--json");
        return ended.code() == 0 ? ended.jsonLines() : List.of();
    }

    Set<?> nodeNames() {
        return nodes().stream().map(node -> node.get("id")).collect(Collectors.toSet());
    }

    void awaitNodes(String... names) {
        await("workers " + List.of(names) + log())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> nodeNames().equals(Set.of((Object[]) names)));
    }

    String log() {
        return "\nhead.log:\n" + text(clusterFolder().resolve("head.log"));
    }

    long headPid() {
        return ((Number) run("cluster", "status", "--json").json().get("pid")).longValue();
    }

    static void signal(String name, long pid) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                            .start()
                            .waitFor())
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
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
