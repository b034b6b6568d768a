package org.attune.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.attune.faults.Disk;
import org.attune.faults.NeedsRoot;
import org.attune.spec.StudySpecReader;
import org.attune.wire.ClusterKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults that are caused for real, each of which is told by its name. */
@Timeout(120)
class BrokenEnvironmentsTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", System.getenv("PATH")));

    private List<Finding> examine(Check check) throws Exception {
        environment.putIfAbsent("HOME", folder.toString());
        return check.examine(new Surroundings(environment, Path.of("/")));
    }

    private void told(Check check, Level level, String why, String fix) throws Exception {
        assertThat(examine(check)).anySatisfy(finding -> {
            assertThat(finding.level()).isEqualTo(level);
            assertThat(finding.why()).contains(why);
            assertThat(finding.fix()).contains(fix);
        });
        assertThat(leftovers(folder)).isEmpty();
    }

    private static List<Path> leftovers(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.filter(path -> path.getFileName().toString().startsWith(".attune-doctor"))
                    .toList();
        }
    }

    @Test
    void nothingIsWrongWithAnEmptyFolder() throws Exception {
        for (Check check : List.of(
                new RoomCheck(Folder.RESULTS),
                new SemanticsCheck(Folder.RESULTS),
                new ClockCheck(Folder.RESULTS),
                new PrivacyCheck(),
                new ToolsCheck(),
                new TlsCheck(),
                new PortsCheck())) {
            assertThat(examine(check))
                    .as(check.what())
                    .hasSize(1)
                    .first()
                    .satisfies(finding -> assertThat(finding.level())
                            .as(finding.toString())
                            .isIn(Level.GREEN, check instanceof PortsCheck ? Level.YELLOW : Level.GREEN));
        }
        assertThat(leftovers(folder)).isEmpty();
    }

    @Test
    @NeedsRoot
    void aDiskThatIsFull() throws Exception {
        try (Disk disk = Disk.inMemory(folder.resolve("attune_results"), "200k")) {
            fill(disk.path());
            told(new RoomCheck(Folder.RESULTS), Level.RED, "No space left on device", "Make room");
            assertThat(examine(new SemanticsCheck(Folder.RESULTS))).allMatch(finding -> finding.level() != Level.RED);
        }
    }

    private static void fill(Path place) throws IOException {
        try (var out = Files.newOutputStream(place.resolve("other"))) {
            out.write(new byte[1 << 20]);
        } catch (IOException full) {
            return;
        }
        throw new AssertionError("there was room for a MiB");
    }

    @Test
    @NeedsRoot
    void inodesThatAreUsedUp() throws Exception {
        try (Disk disk = Disk.inMemory(folder.resolve("attune_results"), "400m,nr_inodes=20")) {
            for (int i = 0; i < 19; i++) {
                Files.createFile(disk.path().resolve("f" + i));
            }
            told(new RoomCheck(Folder.RESULTS), Level.RED, "no inodes left", "Remove files");
            assertThat(examine(new ClockCheck(Folder.RESULTS))).isEmpty();
        }
    }

    @Test
    @NeedsRoot
    void aMountThatIsReadOnly() throws Exception {
        try (Disk disk = Disk.inMemory(folder.resolve("attune_results"), "400m,ro")) {
            told(new RoomCheck(Folder.RESULTS), Level.RED, "Read-only file system", "ATTUNE_RESULTS");
            told(
                    new FileSystemCheck(Folder.RESULTS),
                    Level.RED,
                    "tmpfs at " + disk.path() + ", mounted read-only",
                    "ATTUNE_RESULTS");
            assertThat(examine(new SemanticsCheck(Folder.RESULTS))).isEmpty();
        }
    }

    @Test
    @NeedsRoot
    void memoryThatIsTakenForADisk() throws Exception {
        try (Disk disk = Disk.inMemory(folder.resolve("attune_results"), "400m")) {
            told(
                    new FileSystemCheck(Folder.RESULTS),
                    Level.YELLOW,
                    "tmpfs at " + disk.path() + " is memory",
                    "ATTUNE_RESULTS");
            told(new RoomCheck(Folder.RESULTS), Level.YELLOW, "MB free", "Make room");
        }
    }

    @Test
    void aFileWhereTheCacheIsToBe() throws Exception {
        environment.put("ATTUNE_CACHE", Files.createFile(folder.resolve("file")) + "/cache");
        told(new RoomCheck(Folder.CACHE), Level.RED, folder.resolve("file") + " is a file", "ATTUNE_CACHE");
    }

    @Test
    void aTemporaryFolderThatIsNotThere() throws Exception {
        environment.put("TMPDIR", folder.resolve("scratch/7").toString());
        told(new RoomCheck(Folder.TEMPORARY), Level.RED, "which is not there", "unset TMPDIR");
    }

    @Test
    void noPythonOnThePath() throws Exception {
        environment.put("PATH", folder.toString());
        told(new PythonCheck(false), Level.YELLOW, "neither a python3 nor a python", "Install Python 3.9");
        told(new PythonCheck(true), Level.RED, "neither a python3 nor a python", "ATTUNE_PYTHON");
        told(new ToolsCheck(), Level.RED, "sh and setsid not found", "util-linux");
    }

    @Test
    void aPythonThatIsTooOld() throws Exception {
        program("python3", "printf '3.6.8\\nCPython\\n'");
        told(new PythonCheck(true), Level.RED, "3.6.8", "Install Python 3.9");
    }

    @Test
    void aPythonWithoutVenv() throws Exception {
        program(
                "python3",
                "case \"$2\" in *ensurepip*) echo \"ModuleNotFoundError: No module named 'ensurepip'\"; exit 1;; esac; printf '3.9.2\\nCPython\\n'");
        told(new PythonCheck(true), Level.YELLOW, "No module named 'ensurepip'", "python3-venv");
    }

    private void program(String name, String script) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
    }

    @Test
    void aKeyThatOthersMayRead() throws Exception {
        Path cluster = privateFolder();
        ClusterKey.make().write(cluster.resolve("key.pem"));
        assertThat(examine(new PrivacyCheck())).extracting(Finding::level).containsExactly(Level.GREEN);
        Files.setPosixFilePermissions(cluster.resolve("key.pem"), PosixFilePermissions.fromString("rw-r--r--"));
        told(new PrivacyCheck(), Level.RED, "others may get at " + cluster.resolve("key.pem"), "chmod 600");
    }

    @Test
    void aFolderOfAClusterThatOthersMayEnter() throws Exception {
        Files.setPosixFilePermissions(privateFolder(), PosixFilePermissions.fromString("rwxr-x---"));
        told(new PrivacyCheck(), Level.RED, "others may get at", "chmod 700");
    }

    @Test
    void aKeyThatIsCutOff() throws Exception {
        Path key = Files.writeString(privateFolder().resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nMII");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        told(new PrivacyCheck(), Level.RED, "holds no key", "Copy key.pem");
    }

    @Test
    @NeedsRoot
    void aFolderOfAnotherUser() throws Exception {
        Files.setAttribute(privateFolder(), "unix:uid", 65534);
        told(new PrivacyCheck(), Level.RED, "belongs to another user", "ATTUNE_CLUSTER");
    }

    private Path privateFolder() throws IOException {
        Path cluster = folder.resolve(".attune/cluster");
        Files.createDirectories(
                cluster, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return cluster;
    }

    @Test
    void aHeadThatHasDied() throws Exception {
        privateFolder();
        ClusterKey.make().write(folder.resolve(".attune/cluster/key.pem"));
        Path head = Files.writeString(folder.resolve(".attune/cluster/head.json"), """
                {"cluster": "c", "epoch": 1, "addresses": ["127.0.0.1"], "port": 1, "host": "n1", "pid": 1,
                 "version": "1", "started": "2026-11-30T00:00:00Z"}""");
        Files.setPosixFilePermissions(head, PosixFilePermissions.fromString("rw-------"));
        told(new HeadCheck(), Level.YELLOW, "has died", "cluster start");
    }

    @Test
    void aTrainableThatIsNotThere() throws Exception {
        told(study("{python: train.py:train}"), Level.RED, "no such file: train.py", "Mend the study file");
        told(study("{command: [trainn, --lr, '{lr}']}"), Level.RED, "no program 'trainn'", "module");
        Files.createFile(folder.resolve("train.sh"));
        told(study("{command: [./train.sh, '{lr}']}"), Level.RED, "may not be run", "chmod +x");
        Files.setPosixFilePermissions(folder.resolve("train.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        told(study("{command: [./train.sh, '{lr}']}"), Level.GREEN, "its trainable is there", "");
    }

    @Test
    void trialsThatAreTooLarge() throws Exception {
        Files.createFile(folder.resolve("train.sh"));
        told(
                study("{command: [sh, train.sh, '{lr}']}\nresources: {cpu: 5000}"),
                Level.YELLOW,
                "no trial fits here",
                "in a job");
    }

    private StudyCheck study(String trainable) throws IOException {
        Path file = Files.writeString(folder.resolve("study.yaml"), """
                study: s
                objective: {metric: loss, mode: min}
                space: {lr: {type: float, low: 0, high: 1}}
                trials: 2
                trainable: %s
                """.formatted(trainable));
        return new StudyCheck(StudySpecReader.read(file, List.of()), folder);
    }

    @Test
    @NeedsRoot
    void aFolderThatDoesNotAnswerHoldsUpNothingElse() throws Exception {
        environment.put("HOME", folder.toString());
        Check quick = new ToolsCheck();
        Check stuck = new RoomCheck(Folder.RESULTS) {
            @Override
            public Duration limit() {
                return Duration.ofSeconds(3);
            }
        };
        List<Finding> findings = new ArrayList<>();
        try (Disk disk = Disk.inFile(folder.resolve("attune_results"), folder.resolve("image"), 16)) {
            disk.freeze();
            new Examination(new Surroundings(environment, Path.of("/"))).run(List.of(stuck, quick), findings::add);
        }
        assertThat(findings).extracting(Finding::level).containsExactly(Level.RED, Level.GREEN);
        assertThat(findings.get(0).why()).contains("did not answer within 3 s");
        assertThat(findings.get(0).fix()).contains("ATTUNE_RESULTS");
    }
}
