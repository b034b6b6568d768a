package org.attune.carry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.attune.trial.Keep;
import org.attune.wire.ClassPathEntry;
import org.attune.wire.Piece;
import org.attune.wire.StudyBrief;
import org.attune.worker.StudySite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ShipmentTest {
    @TempDir
    Path root;

    private Rig rig;

    @BeforeEach
    void join() throws Exception {
        rig = new Rig(root);
    }

    @AfterEach
    void leave() {
        rig.close();
    }

    private void file(String path, String text) throws IOException {
        Path file = rig.folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Shipment shipment() throws Exception {
        return Shipment.of(rig.folder, rig.folder.resolve("out"), Limits.STANDARD);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatTrialsNeverNeedIsLeftOut() throws Exception {
        file("train.py", "x");
        file("lib/model.py", "x");
        file(".git/objects/1", "x");
        file("lib/__pycache__/model.pyc", "x");
        file("env/pyvenv.cfg", "x");
        file("env/lib/site.py", "x");
        file("out/study/journal.jsonl", "x");
        file(StudyBrief.TOKEN_FILE, "x");
        Shipment shipment = shipment();
        shipment.send(rig.connection, line -> {});
        StudySite site = rig.site(shipment.hash());
        assertThat(files(site.folder())).containsExactly("lib/model.py", "train.py");
    }

    @Test
    void aFileNamesWhatElseIsLeftOut() throws Exception {
        file(".attuneignore", "# data\n/data/\n*.ckpt\n!keep.ckpt\nlogs/**/old\nnotes?.txt\ndeep/**/x\n\\\n");
        for (String path : List.of(
                "data/a",
                "lib/data/a",
                "a.ckpt",
                "lib/b.ckpt",
                "keep.ckpt",
                "logs/1/2/old",
                "logs/old",
                "logs/1/new",
                "notes1.txt",
                "notes12.txt",
                "deep/x",
                "deep/a/b/x",
                "train.py")) {
            file(path, "x");
        }
        Shipment shipment = shipment();
        shipment.send(rig.connection, line -> {});
        assertThat(files(rig.site(shipment.hash()).folder()))
                .containsExactly(".attuneignore", "keep.ckpt", "lib/data/a", "logs/1/new", "notes12.txt", "train.py");
    }

    @Test
    void itIsUploadedOnceAndFetchedOnceAndATrialThatWritesWhereItRunsSpoilsNothing() throws Exception {
        file("train.py", "x".repeat(1_000_000));
        AtomicInteger bytes = new AtomicInteger();
        AtomicInteger opened = new AtomicInteger();
        rig.onPiece = piece -> {
            bytes.addAndGet(piece instanceof Piece.Bytes ? 1 : 0);
            opened.addAndGet(piece instanceof Piece.Open open && !open.upload() ? 1 : 0);
        };
        Shipment shipment = shipment();
        shipment.send(rig.connection, line -> {});
        int once = bytes.get();
        assertThat(once).isPositive();
        shipment.send(rig.connection, line -> {});
        assertThat(bytes).hasValue(once);
        StudySite first = rig.site(shipment.hash());
        Files.writeString(first.folder().resolve("train.py"), "spoilt");
        Files.writeString(first.folder().resolve("more"), "more");
        first.close();
        assertThat(first.folder()).doesNotExist();
        StudySite second = rig.site(shipment.hash());
        assertThat(files(second.folder())).containsExactly("train.py");
        assertThat(second.folder().resolve("train.py")).hasSize(1_000_000);
        assertThat(opened).hasValue(1);
    }

    @Test
    void aStudyThatHasChangedTakesNothingFromTheTrialsOfItsFormerForm() throws Exception {
        file("train.py", "x");
        Shipment shipment = shipment();
        shipment.send(rig.connection, line -> {});
        StudySite former = rig.site(shipment.hash());
        Files.writeString(former.folder().resolve("written"), "by a trial");
        StudySite changed = rig.site(shipment.hash());
        assertThat(files(former.folder())).containsExactly("train.py", "written");
        assertThat(files(changed.folder())).containsExactly("train.py");
        rig.cut();
        try (Keep keep = changed.keep(line -> {})) {
            keep.append(1, 1, new byte[] {'x'});
            former.close();
            assertThat(files(changed.folder())).containsExactly("train.py");
            assertThat(rig.baggage.isBusy()).as("output waits for the head").isTrue();
        }
        changed.close();
        assertThat(changed.folder()).doesNotExist();
        assertThat(rig.baggage.isBusy()).isFalse();
    }

    @Test
    void theSameFilesHaveTheSameHashWhereverTheyLie() throws Exception {
        file("a/b.py", "x");
        file("a.py", "y");
        String hash = shipment().hash();
        Path other = root.resolve("other");
        Files.createDirectories(other.resolve("a"));
        Files.writeString(other.resolve("a.py"), "y");
        Files.writeString(other.resolve("a/b.py"), "x");
        assertThat(Shipment.of(other, root, Limits.STANDARD).hash()).isEqualTo(hash);
        Files.writeString(other.resolve("a/b.py"), "z");
        assertThat(Shipment.of(other, root, Limits.STANDARD).hash()).isNotEqualTo(hash);
    }

    @Test
    void tooMuchIsRefusedNamingTheLargestFiles() throws Exception {
        file("data/large.bin", "x".repeat(5000));
        file("small.py", "x");
        assertThatThrownBy(() -> Shipment.of(rig.folder, root, new Limits(1, 1000)))
                .isInstanceOf(CarryException.class)
                .hasMessageContaining("data/large.bin")
                .hasMessageContaining(".attuneignore")
                .hasMessageContaining("ATTUNE_FILES_LIMIT");
    }

    @Test
    void aLinkThatLeadsOutIsRefusedUnlessItIsLeftOut() throws Exception {
        Files.createSymbolicLink(rig.folder.resolve("datasets"), Path.of("/usr"));
        assertThatThrownBy(this::shipment)
                .isInstanceOf(CarryException.class)
                .hasMessageContaining("'datasets' is a link to '/usr'")
                .hasMessageContaining(".attuneignore");
        file(".attuneignore", "datasets");
        assertThat(shipment().count()).isEqualTo(1);
    }

    @Test
    void aSharedFolderIsUsedInPlace() throws Exception {
        file("train.py", "x");
        String token = SharedFolders.mark(rig.folder, rig.results, false);
        assertThat(SharedFolders.mark(rig.folder, rig.results, false)).isEqualTo(token);
        StudyBrief brief = new StudyBrief(
                "s1", "study", Map.of(), rig.folder.toString(), rig.results.toString(), token, "", List.of());
        StudySite site = rig.baggage.open(brief, line -> {});
        assertThat(site.folder()).isEqualTo(rig.folder);
        try (var keep = site.keep(line -> {})) {
            Rig.save(keep, 1, 1, 1, folder -> Files.writeString(folder.resolve("a"), "1"));
        }
        assertThat(rig.results.resolve("checkpoints/1/1/a")).hasContent("1");
        site.close();
        assertThat(rig.results.resolve("checkpoints/1/1/a")).hasContent("1");
    }

    /** Of the study in the shared folder, with a class path. */
    private StudySite site(ClassPathEntry entry) throws Exception {
        String token = SharedFolders.mark(rig.folder, rig.results, false);
        return rig.baggage.open(
                new StudyBrief(
                        "s1",
                        "study",
                        Map.of(),
                        rig.folder.toString(),
                        rig.results.toString(),
                        token,
                        "",
                        List.of(entry)),
                line -> {});
    }

    @Test
    void classesAreTakenWhereTheyLieIfTheSameIsThere() throws Exception {
        Path classes = Files.createDirectories(root.resolve("classes/org"));
        Path jar = Files.writeString(root.resolve("lib.jar"), "jar");
        Files.writeString(classes.resolve("A.class"), "a");
        for (Path entry : List.of(classes.getParent(), jar)) {
            ClassPathEntry same = Shipment.ofClasses(entry, Limits.STANDARD).entry(entry);
            assertThat(site(same).classPath()).containsExactly(entry.toRealPath());
        }
    }

    /** Reading what has grown since would take hours. */
    @Test
    void whatHasMoreThanTheClassesOfTheStudyIsNotRead() throws Exception {
        Path classes = Files.createDirectories(root.resolve("classes"));
        Files.writeString(classes.resolve("A.class"), "a");
        Shipment shipment = Shipment.ofClasses(classes, Limits.STANDARD);
        ClassPathEntry entry = shipment.entry(classes);
        try (RandomAccessFile huge =
                new RandomAccessFile(classes.resolve("huge").toFile(), "rw")) {
            huge.setLength(1L << 40);
        }
        assertThatThrownBy(() -> site(entry))
                .isInstanceOf(CarryException.class)
                .hasMessageContaining(classes + " of the class path is not the same here")
                .hasMessageContaining("1 file")
                .hasMessageContaining("--ship");
        Files.delete(classes.resolve("huge"));
        shipment.send(rig.connection, line -> {});
        Files.createSymbolicLink(classes.resolve("huge"), Path.of("/usr"));
        Path copy = site(entry).classPath().get(0);
        assertThat(files(copy)).containsExactly("A.class");
        assertThat(copy).isNotEqualTo(classes);
    }

    @Test
    void aClassPathThatIsTooLargeIsRefusedNamingTheEntryAndItsLargestFiles() throws Exception {
        Path classes = Files.createDirectories(root.resolve("classes"));
        Files.writeString(classes.resolve("Large.class"), "x".repeat(5000));
        assertThatThrownBy(() -> Shipment.ofClasses(classes, new Limits(1, 1000)))
                .isInstanceOf(CarryException.class)
                .hasMessageContaining("the entry " + classes + " of the class path")
                .hasMessageContaining("Large.class")
                .hasMessageContaining("ATTUNE_FILES_LIMIT");
        assertThatThrownBy(() -> Shipment.ofClasses(Path.of("/"), Limits.STANDARD))
                .isInstanceOf(CarryException.class)
                .hasMessageContaining("the entry / of the class path");
    }

    @Test
    void whatIsNeitherSharedNorShippedIsRefused() {
        assertThatThrownBy(() -> rig.site(""))
                .isInstanceOf(CarryException.class)
                .hasMessageContaining("/nowhere/study")
                .hasMessageContaining("not shipped");
    }

    @Test
    void filesThatTheHeadDoesNotHaveAreMissed() {
        assertThatThrownBy(() -> rig.site("0".repeat(64))).hasMessageContaining("there are no files");
    }
}
