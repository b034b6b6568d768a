package org.attune.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.attune.background.Daemons;

/**
 * The right to write a study, without locks, which network file systems do not keep reliably.
 *
 * <p>A head owns the study while its file {@code head-EPOCH.json} exists. The file is made whole and exclusively; a head with a higher epoch that
 * takes the study from one that may still live first renames that one's file to {@code fenced-EPOCH.json}, then puts a copy of the journal in its
 * place, and only then removes the renamed file. The old head looks for its file after each write and before it acknowledges anything: if it finds
 * it, all it has written is in the copy; if not, it ends. Whatever it writes after that goes to a file that has no name any more.
 *
 * <p>Thread-safe.
 */
public final class Ownership implements AutoCloseable {
    private static final int HEARTBEAT_SECONDS = 5;

    private final Path folder;
    private final DiskWatch disk;
    private final ScheduledExecutorService heart;
    private HeadFile self;

    private Ownership(Path folder, HeadFile self, DiskWatch disk) {
        this.folder = folder;
        this.disk = disk;
        this.self = self;
        this.heart = Executors.newSingleThreadScheduledExecutor(Daemons.named("attune-heartbeat"));
        heart.scheduleAtFixedRate(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Becomes the head of the study in an existing folder.
     *
     * @param takeOver take the study from a head that seems alive
     * @throws StudyBusyException if another head is at work
     */
    public static Ownership acquire(Path folder, boolean takeOver) throws IOException {
        return acquire(folder, takeOver, DiskWatch.untold(folder));
    }

    /**
     * Becomes the head of the study in an existing folder.
     *
     * @param takeOver take the study from a head that seems alive
     * @param disk tells when the folder's file system does not answer
     * @throws StudyBusyException if another head is at work
     */
    public static Ownership acquire(Path folder, boolean takeOver, DiskWatch disk) throws IOException {
        Path draft = Draft.create(folder);
        try {
            while (true) {
                Instant now = Files.getLastModifiedTime(draft).toInstant();
                // The epoch first: a head that comes between the two is then among the others, or in the way of ours.
                long epoch = HeadFile.highestEpoch(folder) + 1;
                List<HeadFile> others = HeadFile.all(folder);
                for (HeadFile other : others) {
                    if (!takeOver && other.life(now) == HeadFile.Life.ALIVE) {
                        throw new StudyBusyException(
                                folder, other.head(), other.machine().equals(Machine.here()));
                    }
                }
                HeadFile self = HeadFile.self(folder, epoch, Instant.now().truncatedTo(ChronoUnit.MILLIS));
                Files.writeString(draft, self.text());
                if (Draft.publish(draft, self.path())) {
                    if (HeadFile.all(folder).stream()
                            .noneMatch(file -> file.head().epoch() > epoch)) {
                        depose(others, now);
                        Draft.removeLeft(folder, draft, now);
                        return new Ownership(folder, self, disk);
                    }
                    Files.deleteIfExists(self.path());
                }
            }
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** The head that is at work on the study in a folder now. Reads only; goes by this machine's clock for heads elsewhere. */
    public static Optional<Head> current(Path folder) throws IOException {
        Instant now = Instant.now();
        for (HeadFile file : HeadFile.all(folder)) {
            if (file.life(now) == HeadFile.Life.ALIVE) {
                return Optional.of(file.head());
            }
        }
        return Optional.empty();
    }

    /** When it was acquired, by the clock of the file system; to be asked at once. */
    synchronized Instant acquired() throws IOException {
        return Files.getLastModifiedTime(self.path()).toInstant();
    }

    /** The head that this is. */
    public synchronized Head head() {
        return self.head();
    }

    /**
     * Moves to a higher epoch than a former head's, whose file is gone since it ended in good order.
     *
     * @throws FencedException if another head was quicker
     */
    public synchronized void exceed(long lastEpoch) throws IOException {
        if (lastEpoch < self.head().epoch()) {
            return;
        }
        HeadFile next = HeadFile.self(folder, lastEpoch + 1, self.head().since());
        Path draft = Draft.create(folder);
        try {
            Files.writeString(draft, next.text());
            boolean published = Draft.publish(draft, next.path());
            if (published && !Files.exists(self.path())) {
                Files.deleteIfExists(next.path());
            }
            if (!published || !Files.exists(self.path())) {
                throw new FencedException(folder, self.head().epoch());
            }
            Files.deleteIfExists(self.path());
            self = next;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** @throws FencedException if another head has taken the study over */
    public synchronized void check() throws IOException {
        // Opened, not only looked for: a network file system answers an open from the server, a look from its cache.
        try (FileChannel file = FileChannel.open(self.path(), StandardOpenOption.READ)) {
            file.size();
        } catch (NoSuchFileException e) {
            throw new FencedException(folder, self.head().epoch());
        }
    }

    /** Forgets former heads that were taken from and may still live, where there is no journal that they could hold open. */
    public void forgetDeposed() throws IOException {
        Fence.forget(folder);
    }

    /** Gives the study back. */
    @Override
    public synchronized void close() throws IOException {
        heart.shutdownNow();
        Files.deleteIfExists(self.path());
    }

    /**
     * The write, not a time set by us, gives the sign of life: it is stamped by the file system's clock. Not under the lock: where writes stand still, {@link #check} is to answer
     * nevertheless.
     */
    private void beat() {
        Path mine;
        synchronized (this) {
            mine = self.path();
        }
        try (FileChannel file = FileChannel.open(mine, StandardOpenOption.WRITE)) {
            disk.during(() -> signOfLife(file));
        } catch (IOException e) {
            // Whoever takes the study over because of a missing sign fences this head, so nothing is at stake here.
            return;
        }
    }

    private static long signOfLife(FileChannel file) throws IOException {
        file.write(ByteBuffer.wrap(new byte[] {'\n'}), file.size() - 1);
        file.force(false);
        return file.size();
    }

    private static void depose(List<HeadFile> others, Instant now) throws IOException {
        for (HeadFile other : others) {
            if (other.life(now) == HeadFile.Life.DEAD) {
                Files.deleteIfExists(other.path());
            } else {
                try {
                    Files.move(other.path(), Fence.mark(other.path()), StandardCopyOption.ATOMIC_MOVE);
                } catch (NoSuchFileException e) {
                    // It ended in good order meanwhile.
                    continue;
                }
            }
        }
    }
}
