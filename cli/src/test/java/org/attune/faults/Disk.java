package org.attune.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real file system to break, mounted at a folder of a test until it is closed. */
public final class Disk implements AutoCloseable {
    private static final int LONGEST_FREEZE_SECONDS = 90;

    private final Path at;
    private final Path file;
    private Process thawing;

    private Disk(Path at, Path file) {
        this.at = at;
        this.file = file;
    }

    /** One in memory. {@code size}: such as {@code 200k}. */
    public static Disk inMemory(Path at, String size) throws Exception {
        Files.createDirectories(at);
        run("mount", "-t", "tmpfs", "-o", "mode=777,size=" + size, "tmpfs", at.toString());
        return new Disk(at, at);
    }

    /** An ext4 in a file that need not have room for all of it. */
    public static Disk inFile(Path at, Path file, int mebibytes) throws Exception {
        Files.createDirectories(at);
        try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
            image.setLength((long) mebibytes << 20);
        }
        run("mkfs.ext4", "-q", "-F", file.toString());
        Disk disk = new Disk(at, file);
        disk.mount();
        return disk;
    }

    public Path path() {
        return at;
    }

    public void resize(String size) throws Exception {
        run("mount", "-o", "remount,size=" + size, at.toString());
    }

    /** Lets ext4 find a fault in itself, upon which it turns read-only. */
    void fail() throws IOException {
        Path device = Path.of(device()).getFileName();
        Files.writeString(Path.of("/sys/fs/ext4").resolve(device).resolve("trigger_fs_error"), "1");
    }

    /** Unmounts it, has it checked and mounts it again. */
    void repair() throws Exception {
        run("umount", at.toString());
        new ProcessBuilder("fsck.ext4", "-p", "-f", file.toString())
                .start()
                .onExit()
                .join();
        mount();
    }

    private void mount() throws Exception {
        run("mount", "-o", "loop,errors=remount-ro", file.toString(), at.toString());
    }

    /** Every write waits until {@link #thaw}, which another process calls if this one dies. */
    public void freeze() throws Exception {
        thawing = new ProcessBuilder(
                        "sh",
                        "-c",
                        "timeout " + LONGEST_FREEZE_SECONDS + " cat; fsfreeze -u \"$1\"",
                        "sh",
                        at.toString())
                .start();
        run("fsfreeze", "-f", at.toString());
    }

    public void thaw() throws IOException {
        if (thawing != null) {
            thawing.getOutputStream().close();
            thawing.onExit().orTimeout(60, TimeUnit.SECONDS).join();
            thawing = null;
        }
    }

    @Override
    public void close() throws IOException {
        thaw();
        new ProcessBuilder("umount", "-l", at.toString())
                .inheritIO()
                .start()
                .onExit()
                .join();
    }

    private String device() throws IOException {
        return Files.readAllLines(Path.of("/proc/mounts")).stream()
                .map(line -> line.split(" "))
                .filter(words -> words[1].equals(at.toString()))
                .map(words -> words[0])
                .findFirst()
                .orElseThrow();
    }

    private static void run(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as("%s: %s", List.of(words), said).isZero();
    }
}
