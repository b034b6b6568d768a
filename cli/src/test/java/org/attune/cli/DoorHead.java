package org.attune.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.attune.carry.SharedFolders;
import org.attune.text.Json;
import org.attune.tuner.Signal;
import org.attune.wire.AttemptKey;
import org.attune.wire.ClusterFolder;
import org.attune.wire.Door;
import org.attune.wire.HeadAddress;
import org.attune.wire.StudyBrief;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.attune.worker.HostedStudies;
import org.attune.worker.ScriptedHead;

/** A scripted head behind a real door. What it has heard outlives its doors, as a journal outlives heads. */
final class DoorHead implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path folder;
    private final ScriptedHead head = new ScriptedHead();
    private Door door;
    private long epoch;

    DoorHead(Path folder) {
        this.folder = folder;
        head.takesOutput();
    }

    /** Listens on a port that is not the last one's, and makes that known. */
    void begin() throws IOException {
        head.begins(++epoch);
        ClusterFolder cluster = ClusterFolder.make(folder);
        door = Door.open(cluster.keyOrNew(), head, 0, line -> {});
        cluster.announce(
                new HeadAddress("c", epoch, List.of("127.0.0.1"), door.port(), "h1", 1, "test", Instant.now()));
    }

    int port() {
        return door.port();
    }

    /** As one that is killed: nobody is told, and what it made known stays. */
    void die() {
        door.close();
    }

    /** Loses the worker, as when the network fails. */
    void hangUp() {
        head.hangUp();
    }

    void kills(AttemptKey key) {
        head.kills(key);
    }

    void say(ToWorker message) {
        head.say(message);
    }

    void launch(String study, int trial) {
        head.launch(study, trial);
    }

    /** A study in a folder that the worker shares, each of whose trials runs a shell script. */
    void prepare(String study, Path where, String script) throws IOException {
        String words = Json.text(List.of("sh", "-c", script.replace("{", "{{").replace("}", "}}")));
        StudyBrief brief = HostedStudies.brief(study, where, "{command: " + words + "}");
        String token = SharedFolders.mark(where, Files.createDirectories(Path.of(brief.results())), false);
        say(new ToWorker.Prepare(
                new StudyBrief(study, study, brief.spec(), brief.folder(), brief.results(), token, "", List.of())));
    }

    /** How often each report was said, by {@code study/trial/attempt/report}. */
    Map<String, Integer> reports() {
        Map<String, Integer> reports = new LinkedHashMap<>();
        for (ToHead.Happened happened : heard(ToHead.Happened.class)) {
            if (happened.signal() instanceof Signal.Reported report) {
                String key = happened.study() + "/" + report.trial() + "/" + report.attempt() + "/" + report.report();
                reports.merge(key, 1, Integer::sum);
            }
        }
        return reports;
    }

    <M extends ToHead> List<M> heard(Class<M> kind) {
        return head.heard(kind);
    }

    List<Signal.AttemptOver> ends() {
        return heard(ToHead.Happened.class).stream()
                .map(ToHead.Happened::signal)
                .filter(Signal.AttemptOver.class::isInstance)
                .map(Signal.AttemptOver.class::cast)
                .toList();
    }

    void awaitHellos(int count) {
        awaitThat(() -> heard(ToHead.Hello.class).size() >= count);
    }

    void awaitReports(int count) {
        awaitThat(() -> reports().size() >= count);
    }

    static void awaitThat(BooleanSupplier condition) {
        await().atMost(LIMIT).until(condition::getAsBoolean);
    }

    @Override
    public void close() {
        if (door != null) {
            door.close();
        }
    }
}
