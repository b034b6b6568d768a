package org.attune.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.attune.study.Event;

/**
 * A study's journal, owned and open for writing: the file {@code journal.jsonl} of the study's folder. Thread-safe.
 *
 * <p>What was acknowledged survives a crash of the process and of the machine, as far as the disk keeps its word, and another head that takes the study over.
 */
public final class Journal implements AutoCloseable {
    /** Name of the file in the study's folder. */
    public static final String FILE = "journal.jsonl";

    private final Ownership ownership;
    private final FileChannel channel;
    private final JournalWriter writer;
    private final long events;
    private final Optional<TornTail> tornTail;
    private final Duration silence;

    private Journal(Ownership ownership, FileChannel channel, JournalWriter writer, ReadResult read, Duration silence) {
        this.silence = silence;
        this.ownership = ownership;
        this.channel = channel;
        this.writer = writer;
        this.events = read.lastSeq();
        this.tornTail = read.tornTail();
    }

    /**
     * Opens the journal in a folder, which is made if there is none; a torn tail is cut off. A journal without events is like a new one.
     *
     * @param takeOver take the study from a head that seems alive
     * @param replay takes the events so far, in order, before this returns
     * @throws StudyBusyException if another head is at work
     * @throws JournalDamagedException if something that was durable is damaged
     * @throws JournalVersionException if a newer version wrote it
     */
    public static Journal open(Path folder, boolean takeOver, Consumer<JournalEntry> replay) throws IOException {
        return open(folder, takeOver, DiskWatch.untold(folder), replay);
    }

    /**
     * {@link #open(Path, boolean, Consumer)}, watched.
     *
     * @param disk tells when the folder's file system does not answer, as long as the journal is open
     * @throws JournalFailedException if the file system refuses it
     */
    public static Journal open(Path folder, boolean takeOver, DiskWatch disk, Consumer<JournalEntry> replay)
            throws IOException {
        try {
            return disk.during(() -> openOwned(folder, takeOver, disk, replay));
        } catch (IOException e) {
            if (DiskProblem.isOne(e)) {
                throw JournalFailedException.atOpening(folder, e);
            }
            throw e;
        }
    }

    private static Journal openOwned(Path folder, boolean takeOver, DiskWatch disk, Consumer<JournalEntry> replay)
            throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Folders.sync(folder.toAbsolutePath().getParent());
        }
        Optional<Instant> written = written(folder.resolve(FILE));
        Ownership ownership = Ownership.acquire(folder, takeOver, disk);
        try {
            Duration silence =
                    written.isEmpty() ? Duration.ZERO : Duration.between(written.get(), ownership.acquired());
            return open(folder, ownership, disk, replay, silence);
        } catch (Throwable e) {
            closeAfter(e, ownership);
            throw e;
        }
    }

    /**
     * Opens a new journal.
     *
     * @throws FileAlreadyExistsException if the folder already holds a journal with events
     * @throws StudyBusyException if another head is at work
     */
    public static Journal create(Path folder) throws IOException {
        Journal journal = open(folder, false, entry -> {});
        if (journal.events() > 0) {
            journal.close();
            throw new FileAlreadyExistsException(
                    folder.toString(),
                    null,
                    "there is a study in it already. Go on with that, or choose another name.");
        }
        return journal;
    }

    private static Optional<Instant> written(Path path) throws IOException {
        try {
            return Optional.of(Files.getLastModifiedTime(path).toInstant());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Journal open(
            Path folder, Ownership ownership, DiskWatch disk, Consumer<JournalEntry> replay, Duration silence)
            throws IOException {
        Path path = folder.resolve(FILE);
        Fence.raise(folder, path, ownership);
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            Object file = key(path);
            // From here on this is our file: whoever fences us later puts another one in its place.
            ownership.check();
            ReadResult read = JournalReader.read(path, Channels.newInputStream(channel), replay);
            ownership.exceed(read.lastEpoch());
            channel.truncate(read.bytes());
            channel.position(read.bytes());
            if (read.bytes() == 0) {
                channel.write(ByteBuffer.wrap(Header.line()));
            }
            channel.force(true);
            Folders.sync(folder);
            JournalWriter.Guard guard = () -> {
                ownership.check();
                if (!Objects.equals(file, key(path))) {
                    throw new FencedException(folder, ownership.head().epoch());
                }
            };
            guard.check();
            JournalWriter writer = new JournalWriter(path, channel, read.lastSeq(), disk, guard);
            return new Journal(ownership, channel, writer, read, silence);
        } catch (Throwable e) {
            closeAfter(e, channel);
            throw e;
        }
    }

    /** This head; its epoch is higher than that of every head before. */
    public Head head() {
        return ownership.head();
    }

    /** Epoch of this head. */
    public long epoch() {
        return head().epoch();
    }

    /** How many events the journal held when it was opened. */
    public long events() {
        return events;
    }

    /** For how long nothing had been written when it was opened, by the clock of the file system. */
    public Duration silence() {
        return silence;
    }

    /** What was cut off when it was opened. */
    public Optional<TornTail> tornTail() {
        return tornTail;
    }

    /**
     * Appends events, which become durable together or, after a crash, in part from the first on. Waits while too much is on its way to the disk.
     *
     * @param time when they happened; milliseconds are kept
     * @param events may be empty, to be told when everything before is durable
     * @param durable called once they are durable, in the order of the calls, on the journal's thread, which it must not hold up; never called if they are not
     * @return the entries as a later reader sees them
     * @throws JournalException if the journal has failed, now or before
     */
    public List<JournalEntry> append(Instant time, List<? extends Event> events, Runnable durable) {
        return writer.append(time, events, durable);
    }

    /** As {@link #append(Instant, List, Runnable)} for events that nobody waits for: they are written with the next that somebody does, or half a second later. */
    public List<JournalEntry> append(Instant time, List<? extends Event> events) {
        return writer.append(time, events, null);
    }

    /** How many bytes of the file are durable by now, and so never taken back: whole lines, whose events nobody may have been told of yet. */
    public long durable() {
        return writer.durable();
    }

    /** Tells the listener once, on the journal's thread, when writing has failed for good; at once if it already has. */
    public void onFailure(Consumer<JournalException> listener) {
        writer.onFailure(listener);
    }

    /** Writes what was appended, then gives the study back. Not to be called on the journal's thread. */
    @Override
    public void close() throws IOException {
        writer.close();
        try (ownership) {
            channel.close();
        }
    }

    private static Object key(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return "gone";
        }
    }

    private static void closeAfter(Throwable failure, AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }
}
