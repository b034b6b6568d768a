package org.attune.carry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.attune.checkpoint.UnusableCheckpointException;
import org.attune.trial.Keep;
import org.attune.trial.KeepHere;
import org.attune.wire.FromClient;
import org.attune.wire.Link;
import org.attune.wire.MemoryLinks;
import org.attune.wire.Piece;
import org.attune.wire.Receiver;
import org.attune.wire.StudyBrief;
import org.attune.wire.ToClient;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.attune.wire.Visitors;
import org.attune.worker.StudySite;

/** A head's store and a worker's baggage that share no folder, and a connection between them that can be cut. */
final class Rig implements AutoCloseable {
    static final String STUDY = "s1";

    final Path folder;
    final Path results;
    final Path scratch;
    final List<String> broken = new CopyOnWriteArrayList<>();
    final List<String> progress = new CopyOnWriteArrayList<>();
    final List<ToHead> heard = new CopyOnWriteArrayList<>();
    final Baggage baggage;
    volatile HeadStore store;
    volatile KeepHere keep;
    volatile MemoryLinks connection;
    /** Of {@link #farKeep}. */
    StudySite site;
    /** Told of each piece to the head, and of each from it, before they arrive. */
    volatile Consumer<Piece> onPiece = piece -> {};

    volatile Consumer<Piece> onPieceBack = piece -> {};
    private final Limits limits;

    Rig(Path root) throws IOException {
        this(root, Limits.STANDARD);
    }

    Rig(Path root, Limits limits) throws IOException {
        this.limits = limits;
        folder = Files.createDirectories(root.resolve("study"));
        results = root.resolve("results");
        scratch = root.resolve("scratch");
        baggage = new Baggage(scratch, root.resolve("cache/files"), limits);
        startHead();
        join();
    }

    void startHead() throws IOException {
        store = new HeadStore(folder.resolveSibling("head-files"), limits);
        openStudy();
    }

    /** One that follows another that died; that one's store lives on. */
    void startNextHead() throws IOException {
        store = new HeadStore(folder.resolveSibling("head-files"), limits);
        keep = KeepHere.besideTrials(results, folder, broken::add);
        store.open(STUDY, keep);
    }

    void openStudy() throws IOException {
        keep = new KeepHere(results, folder, broken::add);
        store.open(STUDY, keep);
    }

    void endHead() {
        cut();
        store.close();
        keep.close();
    }

    void join() {
        connection = new MemoryLinks(new Visitors() {
            @Override
            public Receiver<ToHead> worker(Link<ToWorker> link) {
                return new Ear<>(message -> {
                    heard.add(message);
                    if (message instanceof ToHead.Output output) {
                        store.output(output, link::send);
                    }
                });
            }

            @Override
            public Receiver<FromClient> client(Link<ToClient> link) {
                throw new IllegalStateException("no clients here");
            }

            @Override
            public Receiver<Piece> carrier(Link<Piece> link) {
                Receiver<Piece> inner = store.carrier(new Link<>() {
                    @Override
                    public void send(Piece message) {
                        onPieceBack.accept(message);
                        link.send(message);
                    }

                    @Override
                    public boolean isReady() {
                        return link.isReady();
                    }

                    @Override
                    public void onReady(Runnable action) {
                        link.onReady(action);
                    }

                    @Override
                    public void source(Supplier<Piece> source) {
                        link.source(source);
                    }

                    @Override
                    public void draw() {
                        link.draw();
                    }

                    @Override
                    public void close(String why) {
                        link.close(why);
                    }
                });
                return new Receiver<>() {
                    @Override
                    public void take(Piece message) {
                        onPiece.accept(message);
                        inner.take(message);
                    }

                    @Override
                    public void closed(String why) {
                        inner.closed(why);
                    }
                };
            }
        });
        Link<ToHead> link = connection.worker(new Ear<>(baggage::take));
        baggage.joined(connection, link, new ToWorker.Welcome("n1", 1, Duration.ofMinutes(10), List.of()));
    }

    void cut() {
        baggage.lost();
        connection.cut();
    }

    /** Of a study whose folders the worker does not see. */
    StudyBrief brief(String files) {
        return new StudyBrief(
                STUDY, "study", Map.of(), "/nowhere/study", "/nowhere/results", "11111111-2222", files, List.of());
    }

    /** Of a study whose files do not matter. */
    Keep farKeep() throws Exception {
        Path working = Files.createDirectories(folder.resolveSibling("working"));
        Shipment shipment = Shipment.of(working, results, limits);
        shipment.send(connection, progress::add);
        site = site(shipment.hash());
        return site.keep(broken::add);
    }

    StudySite site(String files) throws IOException, InterruptedException {
        return baggage.open(brief(files), progress::add);
    }

    /** Saves a folder as a trial does, and registers it. */
    static String save(Keep keep, int trial, int attempt, int step, Filling filling)
            throws IOException, UnusableCheckpointException, InterruptedException {
        Path save = keep.newSaveFolder(trial, attempt);
        filling.fill(save);
        return keep.register(trial, attempt, step, save.toString());
    }

    interface Filling {
        void fill(Path folder) throws IOException;
    }

    @Override
    public void close() {
        baggage.close();
        endHead();
    }

    private record Ear<R>(Consumer<R> sink) implements Receiver<R> {
        @Override
        public void take(R message) {
            sink.accept(message);
        }

        @Override
        public void closed(String why) {
            // Whoever cuts it says so.
        }
    }
}
