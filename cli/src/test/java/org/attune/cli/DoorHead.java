package org.attune.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.attune.carry.SharedFolders;
import org.attune.space.Configuration;
import org.attune.spec.StudySpecReader;
import org.attune.spec.StudySpecWriter;
import org.attune.text.Json;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.wire.AttemptKey;
import org.attune.wire.ClusterFolder;
import org.attune.wire.Door;
import org.attune.wire.FromClient;
import org.attune.wire.HeadAddress;
import org.attune.wire.Link;
import org.attune.wire.Piece;
import org.attune.wire.Receiver;
import org.attune.wire.StudyBrief;
import org.attune.wire.ToClient;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.attune.wire.Visitors;

/** The least of a head: a real door, behind which reports are written down once and answered, and ends are forgotten. Its book outlives its doors, as a journal outlives heads. */
final class DoorHead implements Visitors, AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path folder;
    private final Map<String, Integer> reports = new LinkedHashMap<>();
    private final List<ToHead> heard = new ArrayList<>();
    private final List<AttemptKey> kill = new ArrayList<>();
    private Link<ToWorker> link;
    private Door door;
    private long epoch;

    DoorHead(Path folder) {
        this.folder = folder;
    }

    /** Listens on a port that is not the last one's, and makes that known. */
    void begin() throws IOException {
        ClusterFolder cluster = ClusterFolder.make(folder);
        door = Door.open(cluster.keyOrNew(), this, 0, line -> {});
        cluster.announce(
                new HeadAddress("c", ++epoch, List.of("127.0.0.1"), door.port(), "h1", 1, "test", Instant.now()));
    }

    int port() {
        return door.port();
    }

    /** As one that is killed: nobody is told, and what it made known stays. */
    synchronized void die() {
        door.close();
        link = null;
    }

    /** Loses the worker, as when the network fails. */
    synchronized void hangUp() {
        link.close("");
    }

    synchronized void kills(AttemptKey key) {
        kill.add(key);
    }

    @Override
    public Receiver<ToHead> worker(Link<ToWorker> to) {
        return new Receiver<>() {
            @Override
            public void take(ToHead message) {
                DoorHead.this.take(to, message);
            }

            @Override
            public void closed(String why) {}
        };
    }

    private synchronized void take(Link<ToWorker> to, ToHead message) {
        heard.add(message);
        if (message instanceof ToHead.Hello) {
            link = to;
            to.send(new ToWorker.Welcome("n1", epoch, Duration.ofMinutes(10), List.copyOf(kill)));
        } else if (message instanceof ToHead.Output output) {
            to.send(new ToWorker.OutputTaken(output.key(), output.offset() + output.bytes().length));
        } else if (message instanceof ToHead.Happened happened) {
            settle(to, happened.study(), happened.signal());
        }
    }

    private void settle(Link<ToWorker> to, String study, Signal signal) {
        if (signal instanceof Signal.Reported report) {
            reports.merge(
                    study + "/" + report.trial() + "/" + report.attempt() + "/" + report.report(), 1, Integer::sum);
            to.send(new ToWorker.Order(
                    study,
                    new Command.Answer(
                            report.trial(), report.attempt(), report.report(), Optional.empty(), OptionalInt.empty())));
        } else if (signal instanceof Signal.AttemptOver over) {
            to.send(new ToWorker.Order(study, new Command.Forget(over.trial(), over.attempt())));
        }
    }

    synchronized void say(ToWorker message) {
        link.send(message);
    }

    /** A study in a folder that the worker shares, each of whose trials runs a shell script. */
    void prepare(String study, Path where, String script) throws IOException {
        Path results = Files.createDirectories(where.resolve("results-" + study));
        String token = SharedFolders.mark(where, results, false);
        String words = Json.text(List.of("sh", "-c", script.replace("{", "{{").replace("}", "}}")));
        String file = """
                study: %s
                objective: {metric: loss, mode: min}
                space: {lr: {type: float, low: 0.01, high: 1}}
                trials: 4
                grace: 20s
                trainable: {command: %s}
                """.formatted(study, words);
        say(new ToWorker.Prepare(new StudyBrief(
                study,
                study,
                StudySpecWriter.toJson(StudySpecReader.read(file, study)),
                where.toString(),
                results.toString(),
                token,
                "",
                List.of())));
    }

    void launch(String study, int trial) {
        Command.Start start = new Command.Start(
                trial,
                1,
                "n1",
                new Configuration(Map.of("lr", 0.1)),
                OptionalInt.empty(),
                0,
                Optional.empty(),
                Optional.empty());
        say(new ToWorker.Launch(study, start, List.of(), Optional.empty()));
    }

    /** How often each report was said, by {@code study/trial/attempt/report}. */
    synchronized Map<String, Integer> reports() {
        return new LinkedHashMap<>(reports);
    }

    synchronized <M extends ToHead> List<M> heard(Class<M> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
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
    public Receiver<FromClient> client(Link<ToClient> to) {
        throw new AssertionError("no client is expected");
    }

    @Override
    public Receiver<Piece> carrier(Link<Piece> to) {
        throw new AssertionError("no files are expected");
    }

    @Override
    public void close() {
        if (door != null) {
            door.close();
        }
    }
}
