package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes with which Java starts sooner: made by the first start, used by the next, and never in the way. */
class ClassArchiveIT {
    private static final Duration MINUTES = Duration.ofMinutes(4);

    @TempDir
    static Path cache;

    private static Path archive;

    @TempDir
    Path folder;

    @BeforeAll
    static void threeFirstStartsAtOnceMakeOne() throws Exception {
        List<Process> starts = new ArrayList<>();
        List<Attune> runs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Attune attune = attune(Files.createDirectory(cache.resolve("run" + i)), cache);
            runs.add(attune);
            starts.add(attune.start("--version"));
        }
        for (int i = 0; i < 3; i++) {
            quiet(runs.get(i).finish(starts.get(i)));
        }
        await().atMost(MINUTES).until(() -> files().equals(List.of("attune", "jsa")));
        try (Stream<Path> files = Files.list(cache.resolve("classes"))) {
            archive = files.filter(file -> file.toString().endsWith(".jsa"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What there is, by its ending. */
    private static List<String> files() throws Exception {
        if (!Files.isDirectory(cache.resolve("classes"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache.resolve("classes"))) {
            return files.map(file -> file.toString().replaceAll(".*\\.", ""))
                    .sorted()
                    .toList();
        }
    }

    private static Attune attune(Path folder, Path cache) {
        return new Attune(folder)
                .with("ATTUNE_CACHE", cache.toString())
                .with("ATTUNE_CLASS_ARCHIVE", "")
                .with("ATTUNE_JAVA_OPTS", "");
    }

    private static void quiet(Attune.Ended ended) {
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).startsWith("attune ").hasLineCount(1);
        assertThat(ended.code()).isZero();
    }

    /** Where the main class came from. */
    private String source(Attune attune) throws Exception {
        Path log = folder.resolve("loaded.log");
        Files.deleteIfExists(log);
        quiet(attune.with("ATTUNE_JAVA_OPTS", "-Xlog:class+load:file=" + log).run("--version"));
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(" " + Main.class.getName() + " "))
                .findFirst()
                .orElseThrow()
                .replaceAll(".* source: ", "");
    }

    @Test
    void theNextStartTakesItsClassesFromIt() throws Exception {
        assertThat(source(attune(folder, cache))).startsWith("shared objects file");
        assertThat(source(attune(folder, cache).with("ATTUNE_CLASS_ARCHIVE", "off")))
                .startsWith("file:");
        assertThat(Files.getPosixFilePermissions(archive.getParent())).hasSize(3);
    }

    @Test
    void oneThatIsDamagedIsNotUsed() throws Exception {
        Path other = Files.createDirectories(folder.resolve("cache/classes")).resolve(archive.getFileName());
        Attune attune = attune(folder, folder.resolve("cache"));
        Files.copy(archive, other);
        assertThat(other.toFile().setWritable(true)).isTrue();
        try (RandomAccessFile file = new RandomAccessFile(other.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        assertThat(source(attune)).as("half of it").startsWith("file:");
        Files.write(other, new byte[0]);
        assertThat(source(attune)).as("empty").startsWith("file:");
        Files.writeString(other, "something else\n".repeat(100_000));
        assertThat(source(attune)).as("another thing").startsWith("file:");
    }

    @Test
    void oneOfAnotherFileIsNotUsed() throws Exception {
        Path copy = folder.resolve("attune");
        Files.copy(Attune.distribution(), copy, StandardCopyOption.COPY_ATTRIBUTES);
        assertThat(source(attune(folder, cache).program(copy))).startsWith("file:");
        FileTime other = FileTime.fromMillis(Files.getLastModifiedTime(copy).toMillis() - 60_000);
        Files.setLastModifiedTime(copy, other);
        assertThat(source(attune(folder, cache).program(copy))).startsWith("file:");
    }

    @Test
    void oneThatCameToNothingIsMadeAfterAll() throws Exception {
        Path classes = Files.createDirectories(folder.resolve("cache/classes"));
        String name = archive.getFileName().toString().replaceFirst("jsa$", "");
        Files.createFile(classes.resolve(name + "direct"));
        Files.createDirectory(classes.resolve(name + "jsa.making")); // spares the rest of it
        quiet(attune(folder, folder.resolve("cache")).run("--version"));
        assertThat(classes.resolve(name + "attune")).exists();
        assertThat(classes.resolve(name + "direct")).doesNotExist();
    }

    /** Java 17 ended with SIGSEGV where the archive had method handles' classes that were made for it. */
    @Test
    void whoWatchesWhichClassesAreLoadedEndsNothing() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process head = new ProcessBuilder(
                        java.toString(),
                        "-XX:+UseSerialGC",
                        "-XX:SharedArchiveFile=" + archive,
                        "-XX:StartFlightRecording=filename=" + folder.resolve("flight.jfr"),
                        "-cp",
                        archive.toString().replaceFirst("jsa$", "attune"),
                        "org.attune.cli.Rehearsal",
                        folder.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(head.waitFor(MINUTES.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(head.exitValue())
                .as(Files.readString(folder.resolve("said")))
                .isZero();
    }

    /** As {@code cp} and {@code curl -o} do it: in place. */
    @Test
    void whatWasStartedFromAFileThatIsOverwrittenMeanwhileRunsOn() throws Exception {
        Path program = folder.resolve("attune");
        Files.copy(Attune.distribution(), program);
        Path nice = Files.createDirectory(folder.resolve("bin")).resolve("nice");
        Files.writeString(nice, "#!/bin/sh\nexit 1\n"); // no archive is to be made meanwhile
        assertThat(nice.toFile().setExecutable(true)).isTrue();
        Attune attune = attune(folder, folder.resolve("cache"))
                .program(program)
                .with("PATH", nice.getParent() + ":" + System.getenv("PATH"));
        attune.file(
                "study.yaml",
                "objective: {metric: loss, mode: min}",
                "space: {x: {type: float, low: 0.0, high: 1.0}}",
                "sampler: random",
                "trials: 1",
                "trainable: {command: [sh, train.sh]}");
        attune.file("train.sh", "until [ -e go ]; do sleep 0.1; done", "echo 'attune: {\"loss\": 1}'");
        Process run = attune.start("run", "study.yaml");
        await().atMost(MINUTES).until(() -> attune.output().contains("trial 0 started"));
        Files.writeString(program, "#!/bin/sh\nexit 3\n", StandardOpenOption.TRUNCATE_EXISTING);
        Files.createFile(folder.resolve("go"));
        Attune.Ended ended = attune.finish(run);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("1 trial has ended");
        assertThat(attune.run("--version").code()).isEqualTo(3);
    }

    /** As cleaners of caches do it. Java takes no archive that was made for another file. */
    @Test
    void whereTheCopyAloneWasRemovedItIsMadeAnewAndTheArchiveGoes() throws Exception {
        Path other = Files.createDirectories(folder.resolve("cache/classes")).resolve(archive.getFileName());
        Files.copy(archive, other);
        Path nice = Files.createDirectory(folder.resolve("bin")).resolve("nice");
        Files.writeString(nice, "#!/bin/sh\nexit 1\n"); // no other archive is made while the test looks
        assertThat(nice.toFile().setExecutable(true)).isTrue();
        quiet(attune(folder, folder.resolve("cache"))
                .with("PATH", nice.getParent() + ":" + System.getenv("PATH"))
                .run("--version"));
        assertThat(other).doesNotExist();
        assertThat(Path.of(other.toString().replaceFirst("jsa$", "attune"))).exists();
    }

    /** Each try would take what room there is from those who run. */
    @Test
    void whereThereIsNoRoomForACopyItIsTriedOnce() throws Exception {
        Path cp = Files.createDirectory(folder.resolve("bin")).resolve("cp");
        Files.writeString(cp, "#!/bin/sh\necho tried >>" + folder.resolve("tries") + "; echo half >\"$2\"; exit 1\n");
        assertThat(cp.toFile().setExecutable(true)).isTrue();
        Attune attune =
                attune(folder, folder.resolve("cache")).with("PATH", cp.getParent() + ":" + System.getenv("PATH"));
        quiet(attune.run("--version"));
        quiet(attune.run("--version"));
        assertThat(Files.readAllLines(folder.resolve("tries"))).hasSize(1);
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void nobodyIsToldOfACacheThatCannotBeWritten() throws Exception {
        Path file = Files.writeString(folder.resolve("no folder"), "");
        for (String when : List.of("", "now")) {
            quiet(attune(folder, file).with("ATTUNE_CLASS_ARCHIVE", when).run("--version"));
        }
    }
}
