package org.attune.carry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.attune.trial.Keep;
import org.attune.wire.Link;
import org.attune.wire.Piece;
import org.attune.wire.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Links that are lost in the middle of a transfer, of which each goes on where it was. */
@Timeout(300)
class CutTransfersTest extends OnARig {
    private static final int FILES = 12;
    private static final int LARGEST = 700_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicInteger cuts = new AtomicInteger();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private static void fill(Path folder, Random random) throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        Files.createSymbolicLink(folder.resolve("link"), Path.of("0"));
        for (int i = 0; i < FILES; i++) {
            byte[] bytes = new byte[random.nextInt(LARGEST)];
            random.nextBytes(bytes);
            Files.write(folder.resolve(Integer.toString(i)), bytes);
        }
    }

    /** Cuts the link at each k-th piece, of a new k each time, as long as anything is sent, and lets the worker join again: what began anew each time would never end. */
    private Consumer<Piece> cutting(Random random) {
        AtomicInteger left = new AtomicInteger(1 + random.nextInt(4));
        return piece -> {
            sent.addAndGet(piece instanceof Piece.Bytes bytes ? bytes.bytes().length : 0);
            if (!(piece instanceof Piece.Open) && left.decrementAndGet() == 0) {
                cuts.incrementAndGet();
                left.set(1 + random.nextInt(4));
                rig.cut();
                threads.execute(rig::join);
            }
        };
    }

    private static long size(Path folder) throws IOException {
        return Tree.of(folder).size();
    }

    private static String hash(Path folder) throws Exception {
        return Sending.hash(Tree.of(folder));
    }

    @Test
    void aCheckpointComesToTheHeadWholeHoweverOftenTheLinkIsLost() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        rig.onPiece = cutting(random);
        Path saved = keep.newSaveFolder(1, 1);
        fill(saved, random);
        String expected = hash(saved);
        long size = size(saved);
        String name =
                threads.submit(() -> keep.register(1, 1, 1, saved.toString())).get(2, TimeUnit.MINUTES);
        assertThat(hash(rig.results.resolve(name))).as("seed " + seed).isEqualTo(expected);
        assertThat(cuts).as("seed " + seed).hasValueGreaterThan(5);
        // Of what has arrived, no more than the piece at which the link was cut is sent again.
        assertThat(sent.get()).as("seed " + seed).isLessThanOrEqualTo(size + (long) cuts.get() * Sending.PIECE);
        assertThat(left(rig.results)).as("seed " + seed).isEmpty();
    }

    @Test
    void filesComeToTheWorkerWholeHoweverOftenTheLinkIsLost() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        fill(rig.folder, random);
        Shipment shipment = Shipment.of(rig.folder, rig.results, Limits.STANDARD);
        shipment.send(rig.connection, line -> {});
        rig.onPieceBack = cutting(random);
        Path there = threads.submit(() -> rig.site(shipment.hash()).folder()).get(2, TimeUnit.MINUTES);
        assertThat(hash(there)).as("seed " + seed).isEqualTo(shipment.hash());
        assertThat(cuts).as("seed " + seed).hasValueGreaterThan(5);
    }

    private Shipment shipment(Random random) throws Exception {
        fill(rig.folder, random);
        return Shipment.of(rig.folder, rig.results, Limits.STANDARD);
    }

    private Future<Void> send(Shipment shipment) {
        return threads.submit(() -> {
            shipment.send(rig.connection, line -> {});
            return null;
        });
    }

    /** Each time with the head, of which another is started, and by another command, which knows nothing of the one before. */
    @Test
    void whatIsShippedGoesOnAtTheNextHead() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Shipment whole = shipment(random);
        int rounds = 0;
        for (boolean isThere = false; !isThere; rounds++) {
            AtomicInteger left = new AtomicInteger(3 + random.nextInt(4));
            rig.onPiece = piece -> {
                sent.addAndGet(piece instanceof Piece.Bytes bytes ? bytes.bytes().length : 0);
                if (piece instanceof Piece.Bytes && left.decrementAndGet() == 0) {
                    rig.connection.cut();
                }
            };
            Future<Void> sending = send(Shipment.of(rig.folder, rig.results, Limits.STANDARD));
            try {
                sending.get(1, TimeUnit.MINUTES);
                isThere = true;
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(LinkLostException.class);
                rig.endHead();
                rig.startHead();
                rig.join();
            }
        }
        assertThat(rounds).as("seed " + seed).isGreaterThan(1);
        assertThat(sent.get()).as("seed " + seed).isLessThanOrEqualTo(whole.size() + (long) rounds * Sending.PIECE);
        Path there = rig.store.files(whole.hash()).orElseThrow();
        assertThat(hash(there)).as("seed " + seed).isEqualTo(whole.hash());
        try (Stream<Path> all = Files.list(there.getParent())) {
            assertThat(all.filter(path -> path.getFileName().toString().startsWith(".")))
                    .isEmpty();
        }
    }

    /** What a machine that lost its power left on the disk need not be what it had taken. */
    @Test
    void whatIsNoLongerWhatItWasIsShippedAnew() throws Exception {
        Shipment shipment = shipment(new Random(3));
        AtomicInteger pieces = new AtomicInteger();
        rig.onPiece = piece -> {
            if (piece instanceof Piece.Bytes && pieces.incrementAndGet() == 12) {
                rig.connection.cut();
            }
        };
        assertThatThrownBy(() -> send(shipment).get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(LinkLostException.class);
        rig.endHead();
        Path incoming = rig.folder.resolveSibling("head-files/.incoming-" + shipment.hash() + "/new/0");
        byte[] bytes = Files.readAllBytes(incoming);
        bytes[0]++;
        Files.write(incoming, bytes);
        rig.startHead();
        rig.join();
        send(shipment).get(1, TimeUnit.MINUTES);
        assertThat(hash(rig.store.files(shipment.hash()).orElseThrow())).isEqualTo(shipment.hash());
    }

    @Test
    void twoThatShipTheSameAtOnceBringItOnce() throws Exception {
        Shipment one = shipment(new Random(4));
        Shipment other = Shipment.of(rig.folder, rig.results, Limits.STANDARD);
        rig.onPiece = piece -> sent.addAndGet(piece instanceof Piece.Bytes bytes ? bytes.bytes().length : 0);
        List<Future<Void>> both = List.of(send(one), send(other));
        for (Future<Void> sending : both) {
            sending.get(1, TimeUnit.MINUTES);
        }
        assertThat(sent).hasValue(one.size());
    }

    @Test
    void whatChangedInBetweenIsSentAnew() throws Exception {
        Random random = new Random(7);
        Path saved = keep.newSaveFolder(1, 1);
        byte[] bytes = new byte[3_000_000];
        random.nextBytes(bytes);
        Files.write(saved.resolve("a"), bytes);
        Files.write(saved.resolve("b"), bytes);
        AtomicInteger pieces = new AtomicInteger();
        rig.onPiece = piece -> {
            if (piece instanceof Piece.Bytes && pieces.incrementAndGet() == 14) {
                rig.cut();
            }
        };
        Future<String> registered = threads.submit(() -> keep.register(1, 1, 1, saved.toString()));
        await().atMost(Duration.ofMinutes(1)).until(() -> pieces.get() >= 14);
        Path copy = registeredHere();
        byte[] others = bytes.clone();
        others[5]++;
        Files.write(copy.resolve("a"), others);
        rig.join();
        String name = registered.get(1, TimeUnit.MINUTES);
        assertThat(rig.results.resolve(name).resolve("a")).hasBinaryContent(others);
        assertThat(rig.results.resolve(name).resolve("b")).hasBinaryContent(bytes);
    }

    @Test
    void whatChangedItsSizeInBetweenIsRefused() throws Exception {
        Path saved = keep.newSaveFolder(1, 1);
        Files.write(saved.resolve("a"), new byte[3_000_000]);
        AtomicInteger pieces = new AtomicInteger();
        rig.onPiece = piece -> {
            if (piece instanceof Piece.Bytes && pieces.incrementAndGet() == 5) {
                rig.cut();
            }
        };
        Future<String> registered = threads.submit(() -> keep.register(1, 1, 1, saved.toString()));
        await().atMost(Duration.ofMinutes(1)).until(() -> pieces.get() >= 5);
        Files.write(registeredHere().resolve("a"), new byte[10]);
        rig.join();
        assertThatThrownBy(() -> registered.get(1, TimeUnit.MINUTES)).hasMessageContaining("changed while it was read");
        assertThat(rig.results.resolve("checkpoints/1/1")).doesNotExist();
    }

    /** The first, which is taken for dead, lives on in the end: what it removes then is its own alone. */
    @Test
    void aCheckpointOnItsWayWhenTheHeadDiesGoesOnAtTheNextAndIsWholeOrNotThere() throws Exception {
        Path saved = keep.newSaveFolder(1, 1);
        fill(saved, new Random(5));
        String expected = hash(saved);
        long size = size(saved);
        AtomicInteger pieces = new AtomicInteger();
        HeadStore first = rig.store;
        Keep kept = rig.keep;
        rig.onPiece = piece -> {
            sent.addAndGet(piece instanceof Piece.Bytes bytes ? bytes.bytes().length : 0);
            if (piece instanceof Piece.Bytes && pieces.incrementAndGet() == 6) {
                rig.cut();
            }
        };
        Future<String> registered = threads.submit(() -> keep.register(1, 1, 1, saved.toString()));
        await().atMost(Duration.ofMinutes(1)).until(() -> pieces.get() >= 6);
        assertThat(left(rig.results)).as("on its way").isNotEmpty();
        assertThat(rig.results.resolve("checkpoints/1/1")).doesNotExist();
        assertThat(registered).isNotDone();

        rig.startNextHead();
        rig.onPiece = piece -> {
            sent.addAndGet(piece instanceof Piece.Bytes bytes ? bytes.bytes().length : 0);
            if (piece instanceof Piece.Bytes && pieces.incrementAndGet() == 12) {
                first.close();
            }
        };
        rig.join();
        String name = registered.get(1, TimeUnit.MINUTES);
        assertThat(hash(rig.results.resolve(name))).isEqualTo(expected);
        assertThat(pieces).hasValueGreaterThan(12);
        kept.close();
        assertThat(sent.get()).isLessThanOrEqualTo(size + Sending.PIECE);
        assertThat(left(rig.results)).isEmpty();
    }

    /** A checkpoint is on its way when its line is cut. */
    private void cutAfterSomePieces() throws Exception {
        AtomicInteger pieces = new AtomicInteger();
        Path saved = keep.newSaveFolder(1, 1);
        Files.write(saved.resolve("a"), new byte[3_000_000]);
        rig.onPiece = piece -> {
            if (piece instanceof Piece.Bytes && pieces.incrementAndGet() == 5) {
                rig.cut();
            }
        };
        threads.submit(() -> keep.register(1, 1, 1, saved.toString()));
        await().atMost(Duration.ofMinutes(1)).until(() -> pieces.get() >= 5);
    }

    @Test
    void whatNobodyGoesOnToBringToTheNextHeadGoesWithTheStudy() throws Exception {
        cutAfterSomePieces();
        keep.abandon(1, 1);
        rig.endHead();
        assertThat(left(rig.results)).isNotEmpty();
        rig.startNextHead();
        assertThat(left(rig.results)).isNotEmpty();
        rig.store.close(Rig.STUDY);
        assertThat(left(rig.results)).isEmpty();
    }

    @Test
    void ofAStudyThatIsClosedNothingStays() throws Exception {
        cutAfterSomePieces();
        assertThat(left(rig.results)).isNotEmpty();
        keep.abandon(1, 1);
        rig.join();
        rig.onPiece = piece -> {};
        Rig.save(keep, 2, 1, 1, folder -> Files.writeString(folder.resolve("a"), "reported"));
        rig.store.reported(Rig.STUDY, "checkpoints/2/1");
        Rig.save(keep, 3, 1, 1, folder -> Files.writeString(folder.resolve("a"), "nobody heard of it"));
        rig.store.close(Rig.STUDY);
        rig.keep.close();
        assertThat(left(rig.results)).isEmpty();
        assertThat(rig.results.resolve("checkpoints/2/1/a")).exists();
        assertThat(rig.results.resolve("checkpoints/3")).doesNotExist();
    }

    /** Sends what it offers when it may, whatever the head has of it. */
    private static final class Peer implements Receiver<Piece> {
        private final CompletableFuture<Piece> answer = new CompletableFuture<>();
        private final List<Piece> pieces;
        private final AtomicBoolean isSending = new AtomicBoolean();
        private final Link<Piece> link;

        Peer(Rig rig, Piece.Open open, Piece... pieces) {
            this.pieces = List.of(pieces);
            this.link = rig.connection.carrier(this);
            link.send(open);
        }

        @Override
        public void take(Piece piece) {
            if (piece instanceof Piece.Have) {
                link.send(Piece.Have.NOTHING);
            } else if (!(piece instanceof Piece.More)) {
                answer.complete(piece);
            } else if (!isSending.getAndSet(true)) {
                pieces.forEach(link::send);
            }
        }

        @Override
        public void closed(String why) {
            answer.complete(new Piece.Failed(why));
        }
    }

    private List<String> kept() throws IOException {
        try (Stream<Path> paths = Files.walk(rig.results)) {
            return paths.map(path -> rig.results.relativize(path).toString())
                    .filter(path -> path.matches("checkpoints/.+/.+"))
                    .toList();
        }
    }

    private static Piece.Open offer(String checkpoint, int size) {
        return new Piece.Open(true, Piece.CHECKPOINT, Rig.STUDY, checkpoint, size, "sender");
    }

    @Test
    void whatIsLargerInItsNewFormBeginsAnew() throws Exception {
        int mode = 0100644;
        new Peer(rig, offer("checkpoints/1/1", 3), new Piece.Entry("a", 3, mode), new Piece.Bytes(new byte[2]));
        await().ignoreExceptions()
                .atMost(Duration.ofMinutes(1))
                .until(() -> left(rig.results).stream().anyMatch(folder -> Files.exists(folder.resolve("new/a"))));
        rig.cut();
        rig.join();
        byte[] larger = new byte[1000];
        TreeHash hash = new TreeHash();
        hash.begin(Item.of("a", larger.length, mode));
        hash.add(larger);
        Peer second = new Peer(
                rig,
                offer("checkpoints/1/1", larger.length),
                new Piece.Entry("a", larger.length, mode),
                new Piece.Bytes(larger),
                new Piece.End(hash.text()));
        assertThat(second.answer.get(1, TimeUnit.MINUTES)).isEqualTo(new Piece.Taken());
        assertThat(rig.results.resolve("checkpoints/1/1/a")).hasBinaryContent(larger);
    }

    @Test
    void whatBeginsWhileAStudyIsClosedIsNotKept() throws Exception {
        for (int round = 0; round < 30; round++) {
            List<Peer> peers = new ArrayList<>();
            Future<?> closing = null;
            for (int trial = 0; trial < 20; trial++) {
                peers.add(new Peer(rig, offer("checkpoints/" + trial + "/1", 0), new Piece.End(new TreeHash().text())));
                if (trial == round % 20) {
                    closing = threads.submit(() -> rig.store.close(Rig.STUDY));
                }
            }
            closing.get(1, TimeUnit.MINUTES);
            for (Peer peer : peers) {
                peer.answer.get(1, TimeUnit.MINUTES);
                peer.link.close("");
            }
            rig.keep.close();
            assertThat(kept()).as("round " + round).isEmpty();
            rig.openStudy();
        }
    }

    private Path registeredHere() throws IOException {
        try (Stream<Path> paths = Files.walk(rig.scratch)) {
            return paths.filter(path -> path.endsWith("checkpoints/1/1"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<Path> left(Path results) throws IOException {
        try (Stream<Path> paths = Files.walk(results.resolve("checkpoints"))) {
            return paths.filter(path -> path.getFileName().toString().startsWith("."))
                    .toList();
        }
    }
}
