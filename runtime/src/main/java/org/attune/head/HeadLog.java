package org.attune.head;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.attune.background.Daemons;

/**
 * What people want to know of a head: a line each, with its time. When the file has grown too large it becomes {@code head.log.1}, and what others append to it stays with it: it
 * is copied and cut, not renamed. A thread of its own writes, so that nobody waits for a disk that stands still. Thread-safe.
 */
public final class HeadLog implements Consumer<String>, AutoCloseable {
    public static final String NAME = "head.log";
    private static final long MOST_BYTES = 4 << 20;
    /** Lines that wait, after which others are left out. */
    private static final int MOST_WAITING = 10_000;

    private static final long FAREWELL_SECONDS = 2;

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final Clock clock;
    private final long most;
    private final ThreadPoolExecutor writer = writer();

    /** @param folder the cluster's */
    public HeadLog(Path folder, Clock clock) {
        this(folder, clock, MOST_BYTES);
    }

    /** @param most bytes, after which it is begun anew */
    HeadLog(Path folder, Clock clock, long most) {
        this.file = folder.resolve(NAME);
        this.clock = clock;
        this.most = most;
    }

    /** The file in a cluster's folder, this user's alone, made where there is none: for those who append to it otherwise. */
    public static Path make(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PRIVATE));
        } catch (FileAlreadyExistsException e) {
            Files.setPosixFilePermissions(file, PRIVATE);
        }
        return file;
    }

    @Override
    public void accept(String line) {
        String text = clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + line.replace('\n', ' ') + "\n";
        writer.execute(() -> write(text));
    }

    /** Writes what waits, unless the disk stands still. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            writer.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(String text) {
        try (FileChannel log = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PRIVATE))) {
            if (log.size() > most) {
                Files.copy(file, file.resolveSibling(NAME + ".1"), StandardCopyOption.REPLACE_EXISTING);
                log.truncate(0);
            }
            log.write(StandardCharsets.UTF_8.encode(text));
        } catch (IOException e) {
            // On a full disk the cluster matters more than what is told of it.
            return;
        }
    }

    private static ThreadPoolExecutor writer() {
        ThreadPoolExecutor writer = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                Daemons.named("attune-head-log"),
                new ThreadPoolExecutor.DiscardPolicy());
        writer.allowCoreThreadTimeOut(true);
        return writer;
    }
}
