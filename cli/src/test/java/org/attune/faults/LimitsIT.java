package org.attune.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.attune.cli.Attune;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Limits of the system, which root has not for processes: so run by another user, who has no others. */
@NeedsRoot
@Timeout(120)
class LimitsIT {
    private static final String USER = "61234";

    @TempDir
    Path folder;

    private Falling study;

    @BeforeEach
    void everybodyMayReadTheStudyAndTheProgram() throws Exception {
        study = new Falling(folder, 30);
        study.attune().with("ATTUNE_CACHE", folder.resolve("cache").toString());
        Path program = Files.copy(Attune.distribution(), folder.resolve("attune"));
        for (Path path : List.of(folder, program, Files.createDirectory(folder.resolve("results")))) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
    }

    @Test
    void fewProcessesAndFewFilesAreEnough() throws Exception {
        // So little CPU for each that the limits alone say how many run at once.
        Path file = folder.resolve("falling.yaml");
        Files.writeString(
                file, Files.readString(file).replace("max_parallel: 2\n", "").replace("cpu: 0.1", "cpu: 0.01"));
        Attune.Ended ended = run("prlimit", "--nproc=128", "--nofile=256");
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        study.everythingIsThereOnce();
    }

    @Test
    void tooFewFilesAreRefusedNamingTheLimit() {
        study.endedWithOneLine(run("prlimit", "--nofile=62"), "no trial fits here: 62 open files by 'ulimit -n'");
    }

    @Test
    void noSharedMemoryAndASmallTemporaryFolderAreEnough() throws Exception {
        String hidden =
                "mount -t tmpfs -o ro tmpfs /dev/shm; mount -t tmpfs -o size=64k,mode=1777 tmpfs /var/tmp; exec \"$@\"";
        Attune.Ended ended = run("unshare", "--mount", "sh", "-c", hidden, "sh", "env", "TMPDIR=/var/tmp");
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        study.everythingIsThereOnce();
    }

    private Attune.Ended run(String... limits) {
        List<String> words = new ArrayList<>(List.of(limits));
        words.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
        words.addAll(List.of(folder.resolve("attune").toString(), "run", "falling.yaml"));
        return study.attune().finish(study.attune().start(words));
    }
}
