package org.attune.carry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.attune.checkpoint.UnusableCheckpointException;
import org.attune.trial.Keep;
import org.attune.wire.Piece;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@Timeout(120)
class FarKeepTest extends OnARig {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static void awkward(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("empty folder/within"));
        Files.createFile(folder.resolve("empty"));
        Files.writeString(folder.resolve("Gewichte für ü 漢.bin"), "weights");
        Files.writeString(folder.resolve(" leading and trailing "), "spaces");
        Files.writeString(folder.resolve("-rf"), "a dash");
        Files.writeString(folder.resolve("new\nline"), "a line");
        Path program = Files.writeString(folder.resolve("empty folder/run"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-x---"));
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.writeString(closed.resolve("secret"), "s");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-x------"));
        Files.createSymbolicLink(folder.resolve("latest"), Path.of("empty folder/run"));
        Files.createSymbolicLink(folder.resolve("empty folder/up"), Path.of("../empty"));
        Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nothing"));
        byte[] bytes = new byte[3_000_001];
        new Random(7).nextBytes(bytes);
        Files.write(folder.resolve("three megabytes"), bytes);
    }

    private static void sameTree(Path actual, Path expected) throws Exception {
        assertThat(Sending.hash(Tree.of(actual))).isEqualTo(Sending.hash(Tree.of(expected)));
    }

    @Test
    void aCheckpointIsAtTheHeadBeforeItIsReportedWhateverIsInIt() throws Exception {
        String name = Rig.save(keep, 3, 1, 9, FarKeepTest::awkward);
        assertThat(name).isEqualTo("checkpoints/3/9");
        Path expected = Files.createDirectory(root.resolve("expected"));
        awkward(expected);
        sameTree(rig.results.resolve(name), expected);
        sameTree(keep.checkpoint(3, 1, name), expected);
        assertThat(keep.checkpoint(3, 1, name)).startsWith(rig.scratch);
        assertThat(Files.isExecutable(rig.results.resolve(name).resolve("latest")))
                .isTrue();
    }

    @Test
    void anotherWorkerFetchesItAndTheOneThatHasItDoesNot() throws Exception {
        String name = Rig.save(keep, 0, 1, 1, FarKeepTest::awkward);
        AtomicInteger opened = new AtomicInteger();
        rig.onPiece = piece -> opened.addAndGet(piece instanceof Piece.Open ? 1 : 0);
        keep.checkpoint(0, 2, name);
        assertThat(opened).hasValue(0);
        rig.baggage.close();
        try (Baggage other = new Baggage(root.resolve("other"), root.resolve("cache/files"), Limits.STANDARD)) {
            other.joined(rig.connection, rig.connection.worker(new Deaf<>()), null);
            try (Keep there = other.open(rig.brief(emptyFiles()), line -> {}).keep(line -> {})) {
                sameTree(there.checkpoint(0, 2, name), rig.results.resolve(name));
            }
        }
        assertThat(opened).hasValue(1);
    }

    private String emptyFiles() throws Exception {
        return Shipment.of(Files.createDirectories(root.resolve("working")), rig.results, Limits.STANDARD)
                .hash();
    }

    @Test
    void aSingleFileMayBeACheckpoint() throws Exception {
        Path save = keep.newSaveFolder(1, 1);
        Path file = Files.writeString(save.resolve("model.pt"), "model");
        String name = keep.register(1, 1, 2, file.toString());
        assertThat(rig.results.resolve(name).resolve("model.pt")).hasContent("model");
    }

    @Test
    void ofEachTrialOnlyTheLastCopyStaysHere() throws Exception {
        Rig.save(keep, 1, 1, 1, folder -> Files.writeString(folder.resolve("a"), "1"));
        Rig.save(keep, 2, 1, 1, folder -> Files.writeString(folder.resolve("a"), "other"));
        Rig.save(keep, 1, 1, 2, folder -> Files.writeString(folder.resolve("a"), "2"));
        assertThat(copies()).containsExactlyInAnyOrder("1/2", "2/1");
        assertThat(rig.results.resolve("checkpoints/1/1")).isDirectory();
        keep.discard("checkpoints/1/2");
        assertThat(copies()).containsExactly("2/1");
        keep.discard("checkpoints/77/1");
    }

    /** What is deleted meanwhile may be gone in the middle of a walk. */
    private List<String> copies() {
        return await().atMost(PATIENCE)
                .ignoreException(UncheckedIOException.class)
                .until(this::copiesNow, found -> true);
    }

    private List<String> copiesNow() throws IOException {
        try (Stream<Path> paths = Files.walk(rig.scratch)) {
            return paths.filter(path -> path.getParent().getParent() != null
                            && path.getParent().getParent().endsWith("checkpoints")
                            && !path.getFileName().toString().startsWith("."))
                    .map(path -> path.getParent().getFileName() + "/" + path.getFileName())
                    .toList();
        }
    }

    @Test
    void aTransferThatIsCutBeginsAnewOverTheNextConnection() throws Exception {
        AtomicInteger pieces = new AtomicInteger();
        rig.onPiece = piece -> {
            if (piece instanceof Piece.Bytes && pieces.incrementAndGet() == 5) {
                rig.cut();
            }
        };
        CompletableFuture<String> saved = saveLater(1);
        await().atMost(PATIENCE).until(() -> pieces.get() >= 5);
        assertThat(saved).isNotDone();
        rig.join();
        sameTree(rig.results.resolve(saved.get(60, TimeUnit.SECONDS)), keep.checkpoint(1, 1, "checkpoints/1/1"));
        assertThat(leftAtTheHead()).isEmpty();
    }

    private CompletableFuture<String> saveLater(int trial) {
        CompletableFuture<String> saved = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                saved.complete(Rig.save(keep, trial, 1, 1, FarKeepTest::awkward));
            } catch (Exception e) {
                saved.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return saved;
    }

    private List<Path> leftAtTheHead() throws IOException {
        try (Stream<Path> paths = Files.walk(rig.results.resolve("checkpoints"))) {
            return paths.filter(path -> path.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    @Test
    void aHeadThatStartsAgainHasOnlyWholeCheckpoints() throws Exception {
        AtomicInteger pieces = new AtomicInteger();
        rig.onPiece = piece -> {
            if (piece instanceof Piece.Bytes && pieces.incrementAndGet() == 5) {
                rig.endHead();
            }
        };
        CompletableFuture<String> saved = saveLater(1);
        await().atMost(PATIENCE).until(() -> pieces.get() >= 5);
        assertThat(rig.results.resolve("checkpoints/1/1")).doesNotExist();
        rig.onPiece = piece -> {};
        rig.store = new HeadStore(root.resolve("head-files"), Limits.STANDARD);
        rig.join();
        // The study is not open yet: the worker waits for it.
        assertThat(saved).isNotDone();
        rig.openStudy();
        sameTree(rig.results.resolve(saved.get(60, TimeUnit.SECONDS)), keep.checkpoint(1, 1, "checkpoints/1/1"));
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsGivenUp() throws Exception {
        rig.cut();
        CompletableFuture<String> saved = saveLater(1);
        Path copy = rig.scratch;
        await().atMost(PATIENCE).until(() -> {
            try (Stream<Path> paths = Files.walk(copy)) {
                return paths.anyMatch(path -> path.endsWith("checkpoints/1/1"));
            }
        });
        keep.abandon(1, 1);
        assertThatThrownBy(() -> saved.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        rig.join();
        assertThat(rig.results.resolve("checkpoints/1/1")).doesNotExist();
        assertThat(Rig.save(keep, 1, 2, 1, folder -> Files.writeString(folder.resolve("a"), "1")))
                .isEqualTo("checkpoints/1/1");
    }

    @Test
    void oneThatIsTooLargeIsRefusedWithWhatToDo() throws Exception {
        keep.close();
        rig.close();
        rig = new Rig(root, new Limits(1000, 1 << 20));
        keep = rig.farKeep();
        assertThatThrownBy(() -> Rig.save(keep, 1, 1, 1, folder -> Files.write(folder.resolve("a"), new byte[2000])))
                .isInstanceOf(UnusableCheckpointException.class)
                .hasMessageContaining("ATTUNE_CHECKPOINT_LIMIT");
        assertThat(rig.results.resolve("checkpoints/1/1")).doesNotExist();
        assertThat(copies()).isEmpty();
        Rig.save(keep, 1, 1, 2, folder -> Files.write(folder.resolve("a"), new byte[500]));
    }

    @Test
    void linksThatLeadOutAreRefused() throws Exception {
        for (String target : new String[] {"/etc/passwd", "../../outside", "..", "a/../../.."}) {
            assertThatThrownBy(() -> Rig.save(keep, 1, 1, 1, folder -> {
                        Files.createDirectories(folder.resolve("a"));
                        Files.createSymbolicLink(folder.resolve("out"), Path.of(target));
                    }))
                    .as(target)
                    .isInstanceOf(UnusableCheckpointException.class)
                    .hasMessageContaining("outside");
        }
    }

    @Test
    void oneThatIsGoneIsMissed() {
        assertThatThrownBy(() -> keep.checkpoint(1, 2, "checkpoints/1/5")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> keep.checkpoint(1, 2, "checkpoints/../../etc")).isInstanceOf(Exception.class);
    }

    @Test
    void whatTheStudyLeftHereGoesWithIt() throws Exception {
        Rig.save(keep, 1, 1, 1, FarKeepTest::awkward);
        keep.close();
        rig.site.close();
        try (Stream<Path> paths = Files.walk(rig.scratch)) {
            assertThat(paths.filter(Files::isRegularFile)).allMatch(path -> path.endsWith(".lock"));
        }
        rig.baggage.close();
        assertThat(rig.scratch).isEmptyDirectory();
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "ATTUNE_LARGE_TESTS", matches = "1")
    void threeGibibytes() throws Exception {
        String name = Rig.save(keep, 1, 1, 1, folder -> {
            try (RandomAccessFile file =
                    new RandomAccessFile(folder.resolve("sparse").toFile(), "rw")) {
                file.setLength(3L << 30);
                file.seek(2L << 30);
                file.write(1);
            }
        });
        assertThat(rig.results.resolve(name).resolve("sparse")).hasSize(3L << 30);
    }
}
