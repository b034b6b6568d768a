package org.attune.carry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.attune.wire.Link;
import org.attune.wire.Piece;
import org.attune.wire.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that send what no worker sends. */
@Timeout(120)
class HostilePeerTest {
    private static final int FILE = 0100644;
    private static final int FOLDER = 0040755;
    private static final int LINK = 0120777;
    private static final byte[] X = {'x'};

    @TempDir
    Path root;

    private Rig rig;

    @BeforeEach
    void join() throws Exception {
        rig = new Rig(root);
    }

    @AfterEach
    void leave() throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            assertThat(paths.map(path -> path.getFileName().toString())).doesNotContain("escaped");
        }
        assertThat(rig.results.resolve("checkpoints/1/1")).doesNotExist();
        rig.close();
    }

    private static final class Peer implements Receiver<Piece> {
        private final List<Piece> heard = new CopyOnWriteArrayList<>();
        private volatile String closed;

        @Override
        public void take(Piece piece) {
            heard.add(piece);
        }

        @Override
        public void closed(String why) {
            closed = why;
        }
    }

    private String answer(Piece... pieces) {
        Peer peer = new Peer();
        Link<Piece> link = rig.connection.carrier(peer);
        link.send(pieces[0]);
        if (pieces.length > 1) {
            await().atMost(Duration.ofSeconds(60)).until(() -> peer.closed != null || !peer.heard.isEmpty());
        }
        for (int i = 1; i < pieces.length; i++) {
            link.send(pieces[i]);
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        peer.closed != null || peer.heard.stream().anyMatch(piece -> !(piece instanceof Piece.More)));
        link.close("");
        return peer.heard.stream()
                .filter(Piece.Failed.class::isInstance)
                .map(piece -> ((Piece.Failed) piece).problem())
                .findFirst()
                .orElse(peer.closed != null ? "closed: " + peer.closed : peer.heard.toString());
    }

    private static Piece.Open open(String name, long size) {
        return new Piece.Open(true, "checkpoint", Rig.STUDY, name, size, "");
    }

    private String upload(Piece... pieces) {
        Piece[] all = new Piece[pieces.length + 1];
        all[0] = open("checkpoints/1/1", 1000);
        System.arraycopy(pieces, 0, all, 1, pieces.length);
        return answer(all);
    }

    private static Piece entry(String path, int mode) {
        return new Piece.Entry(path, mode == FOLDER ? 0 : 1, mode);
    }

    @Test
    void pathsThatLeadOutAreRefused() {
        for (String path : List.of(
                "../escaped",
                "/tmp/escaped",
                "a/../../escaped",
                "./escaped",
                "a//escaped",
                "",
                ".",
                "..",
                "escaped/",
                "esc\0aped",
                "x".repeat(5000))) {
            assertThat(upload(entry("a", FOLDER), entry(path, FILE), new Piece.Bytes(X), new Piece.End("")))
                    .as(path)
                    .contains("is no path within a folder");
        }
    }

    @Test
    void linksAreNeverWrittenThrough() throws Exception {
        Path outside = Files.createDirectory(root.resolve("outside"));
        byte[] target = outside.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(upload(
                        new Piece.Entry("link", target.length, LINK),
                        new Piece.Bytes(target),
                        entry("link/escaped", FILE),
                        new Piece.Bytes(X),
                        new Piece.End("")))
                .contains("comes before the folder");
        assertThat(upload(new Piece.Entry("link", target.length, LINK), new Piece.Bytes(target), new Piece.End("")))
                .contains("outside of its folder");
        assertThat(upload(
                        entry("a", FOLDER),
                        new Piece.Entry("a/up", 2, LINK),
                        new Piece.Bytes("..".getBytes()),
                        new Piece.Entry("b", 7, LINK),
                        new Piece.Bytes("a/up/..".getBytes()),
                        new Piece.End("")))
                .contains("'b' is a link to 'a/up/..', outside");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void thingsThatAreNoFilesAreRefused() {
        for (int mode : new int[] {0010644, 0060644, 0020644, 0140644, 0644, -1}) {
            assertThat(upload(entry("device", mode))).contains("neither a file, a folder nor a link");
        }
    }

    @Test
    void wrongSizesAreRefused() {
        assertThat(upload(new Piece.Entry("a", -1, FILE))).contains("cannot have -1 bytes");
        assertThat(upload(new Piece.Entry("a", 2000, FILE))).contains("more is sent than the 1000 bytes");
        assertThat(upload(entry("a", FILE), new Piece.Bytes(new byte[2]))).contains("more bytes are sent");
        assertThat(upload(entry("a", FILE), new Piece.End(""))).contains("ends 1 bytes too early");
        assertThat(upload(new Piece.Bytes(X))).contains("more bytes are sent");
        assertThat(upload(entry("a", FILE), new Piece.Bytes(X), entry("a", FILE)))
                .contains("comes twice");
        assertThat(answer(open("checkpoints/1/1", Long.MAX_VALUE))).contains("ATTUNE_CHECKPOINT_LIMIT");
        assertThat(answer(open("checkpoints/1/1", -1))).contains("ATTUNE_CHECKPOINT_LIMIT");
    }

    @Test
    void damagedBytesAreFound() {
        assertThat(upload(entry("a", FILE), new Piece.Bytes(X), new Piece.End("0".repeat(64))))
                .contains("what arrived is not what was sent");
    }

    @Test
    void namesThatAreNoCheckpointsAreRefused() {
        for (String name : List.of(
                "checkpoints/../../escaped",
                "../escaped",
                "/tmp/escaped",
                "checkpoints/1",
                "checkpoints/1/2/3",
                "checkpoints/a/1",
                "checkpoints/1/.save-1",
                "journal.jsonl",
                "")) {
            assertThat(answer(open(name, 10))).as(name).contains("is not a checkpoint");
        }
        for (String name : List.of("checkpoints/../journal.jsonl", "..", "checkpoints/../..", "/etc")) {
            assertThat(answer(new Piece.Open(false, "checkpoint", Rig.STUDY, name, 0, "")))
                    .as(name)
                    .contains("there is no");
        }
    }

    @Test
    void hashesThatAreNoneAreRefused() {
        for (String name : List.of("../escaped", "", "0", "..", "Z".repeat(64))) {
            assertThat(answer(new Piece.Open(true, "files", "", name, 1, ""))).contains("is no SHA-256");
            assertThat(answer(new Piece.Open(false, "files", "", name, 1, ""))).contains("is no SHA-256");
        }
    }

    @Test
    void filesUnderAnothersNameAreRefused() throws Exception {
        TreeHash hash = new TreeHash();
        hash.begin(Item.of("a", 1, FILE));
        hash.add(X);
        assertThat(answer(
                        new Piece.Open(true, "files", "", "0".repeat(64), 1, ""),
                        entry("a", FILE),
                        new Piece.Bytes(X),
                        new Piece.End(hash.text())))
                .contains("not what they were called");
        assertThat(rig.store.files("0".repeat(64))).isEmpty();
    }

    @Test
    void whoSendsMoreThanWasGrantedIsCutOff() {
        Piece[] pieces = new Piece[40];
        pieces[0] = open("checkpoints/1/1", 100L << 20);
        pieces[1] = new Piece.Entry("a", 100L << 20, FILE);
        for (int i = 2; i < pieces.length; i++) {
            pieces[i] = new Piece.Bytes(new byte[1 << 20]);
        }
        assertThat(answer(pieces)).contains("it sent more than it was granted");
    }

    @Test
    void nonsenseIsRefused() {
        assertThat(answer(new Piece.Taken())).contains("the first message must say what is wanted");
        assertThat(answer(new Piece.Open(true, "passwords", "", "", 1, ""))).contains("nothing of the kind");
        assertThat(upload(new Piece.Taken())).contains("files were expected");
        assertThat(upload(new Piece.Failed("nonsense"))).isNotEmpty();
        assertThat(answer(new Piece.Open(true, "checkpoint", "another", "checkpoints/1/1", 1, "")))
                .contains("the study is not open here");
    }
}
