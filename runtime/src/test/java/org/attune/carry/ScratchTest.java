package org.attune.carry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a worker removes of what it finds beside its own folder: all may write there. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScratchTest {
    private static final int NOBODY = 65534;

    @TempDir
    Path parent;

    /** As a killed worker leaves it. */
    private Path left(String name) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("attune-worker-" + name));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.createFile(folder.resolve(".lock"));
        return folder;
    }

    private void aWorkerStarts() throws IOException {
        try (Scratch scratch = new Scratch(parent)) {
            assertThat(scratch.place("s1").getParent()).hasParent(parent);
        }
    }

    /** A worker. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            try (Scratch scratch = new Scratch(Path.of(args[0]))) {
                Files.writeString(Files.createDirectory(scratch.place("s1")).resolve("file"), "x");
                System.out.println("here");
                System.in.read();
            }
        }
    }

    @Test
    void whatALivingWorkerHasStaysAndWhatAKilledOneLeftIsRemoved() throws Exception {
        Process worker = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = worker.inputReader()) {
            assertThat(out.readLine()).isEqualTo("here");
            aWorkerStarts();
            assertThat(parent).isNotEmptyDirectory();
        } finally {
            worker.destroyForcibly().waitFor();
        }
        assertThat(parent).isNotEmptyDirectory();
        aWorkerStarts();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void aPipeInPlaceOfTheLockHoldsUpNoWorker() throws Exception {
        Path trap = left("1-a");
        Files.delete(trap.resolve(".lock"));
        assertThat(new ProcessBuilder("mkfifo", trap.resolve(".lock").toString())
                        .start()
                        .waitFor())
                .isZero();
        aWorkerStarts();
        assertThat(trap).exists();
    }

    @Test
    void linksAreNotFollowed() throws Exception {
        Path precious = Files.createDirectory(parent.resolve("precious"));
        Files.setPosixFilePermissions(precious, PosixFilePermissions.fromString("rwx------"));
        Path lock = Files.createFile(precious.resolve(".lock"));
        Files.createSymbolicLink(parent.resolve("attune-worker-1-a"), precious);
        Path linked = left("2-b");
        Files.delete(linked.resolve(".lock"));
        Files.createSymbolicLink(linked.resolve(".lock"), lock);
        aWorkerStarts();
        assertThat(lock).exists();
        assertThat(linked).exists();
    }

    @Test
    void foldersInWhichOthersCanWriteAreLeftAlone() throws Exception {
        Path open = left("1-a");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        aWorkerStarts();
        assertThat(open).exists();
    }

    @Test
    void foldersOfOthersAreLeftAlone() throws Exception {
        Path foreign = left("1-a");
        assumeTrue(Files.getAttribute(foreign, "unix:uid").equals(0), "only root gives files away");
        Files.setAttribute(foreign, "unix:uid", NOBODY);
        aWorkerStarts();
        assertThat(foreign).exists();
    }

    @Test
    void aNameWithANumberThatIsNoProcessIsNoFault() throws Exception {
        Path odd = left("99999999999999999999999-a");
        aWorkerStarts();
        assertThat(odd).doesNotExist();
    }
}
