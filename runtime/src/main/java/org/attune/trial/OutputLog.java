package org.attune.trial;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what all trials print into one file, {@link #FILE}. Of each trial it keeps the first {@link #KEPT} bytes, and of an attempt that prints more the
 * last {@link #TAIL}. What the disk refuses is left out, and said. Safe for use by many threads; whoever appends faster than the disk writes is held up.
 */
public final class OutputLog implements AutoCloseable {
    public static final String FILE = "output.bin";
    public static final int KEPT = 1 << 20;
    public static final int TAIL = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(OutputLog.class);

    /** A disk that is all but full takes a little now and then. */
    private static final long SURE_NANOS = 10_000_000_000L;

    /** {@code bytes}: null at the end of the attempt. */
    private record Piece(int trial, int attempt, byte[] bytes) {}

    private final Map<Integer, Long> written = new HashMap<>();
    private final Map<Integer, TailBuffer> tails = new HashMap<>();
    private final Path path;
    private final FileChannel file;
    private long left;
    private long refusedAt;
    private boolean told;

    /** Opens the file of a study's results folder, and cuts off what was not written to its end. */
    public OutputLog(Path results) throws IOException {
        Files.createDirectories(results);
        path = results.resolve(FILE);
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long end = 0;
        for (Optional<OutputFrame> frame = OutputFrame.at(file, 0);
                frame.isPresent();
                frame = OutputFrame.at(file, end)) {
            written.merge(frame.get().trial(), (long) frame.get().length(), Long::sum);
            end += OutputFrame.HEAD + frame.get().length();
        }
        file.truncate(end);
        file.position(end);
    }

    /** Writes what an attempt printed. */
    public synchronized void append(int trial, int attempt, byte[] bytes) {
        write(new Piece(trial, attempt, bytes));
    }

    /** An attempt will print no more. */
    public synchronized void finish(int trial, int attempt) {
        write(new Piece(trial, attempt, null));
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("Cannot close {}.", FILE, e);
        }
    }

    private void write(Piece piece) {
        try {
            if (piece.bytes() == null) {
                writeTail(piece);
            } else {
                int room = (int) Math.min(
                        piece.bytes().length, Math.max(0, KEPT - written.getOrDefault(piece.trial(), 0L)));
                write(piece, piece.bytes(), room);
                if (room < piece.bytes().length) {
                    tails.computeIfAbsent(piece.trial(), trial -> new TailBuffer(TAIL))
                            .add(piece.bytes(), room, piece.bytes().length - room);
                }
            }
        } catch (IOException e) {
            leaveOut(piece, e);
        }
    }

    private void leaveOut(Piece piece, IOException failure) {
        refusedAt = System.nanoTime();
        if (!told) {
            told = true;
            LOG.warn(
                    "Cannot write to {}: {}. What trials print is left out until that is over; nothing else is lost.",
                    path,
                    failure.getMessage());
        }
        left += piece.bytes() == null ? 1 : piece.bytes().length;
    }

    private void writeTail(Piece end) throws IOException {
        TailBuffer tail = tails.remove(end.trial());
        if (tail != null) {
            byte[] last = tail.bytes();
            long lost = tail.total() - last.length;
            if (lost > 0) {
                byte[] note = ("\n[attune: " + lost + " bytes are left out here: of a trial's output the first "
                                + (KEPT >> 20) + " MiB are kept, and the last " + (TAIL >> 10) + " KiB]\n")
                        .getBytes(StandardCharsets.UTF_8);
                write(end, note, note.length);
            }
            write(end, last, last.length);
        }
    }

    private void write(Piece piece, byte[] bytes, int length) throws IOException {
        if (length == 0) {
            return;
        }
        if (left > 0) {
            byte[] note = ("[attune: about " + left
                            + " bytes of all trials' output are left out here: the disk took nothing]\n")
                    .getBytes(StandardCharsets.UTF_8);
            frame(piece, note, note.length);
            left = 0;
        }
        if (told && System.nanoTime() - refusedAt > SURE_NANOS) {
            told = false;
            LOG.warn("{} can be written again.", path);
        }
        frame(piece, bytes, length);
        written.merge(piece.trial(), (long) length, Long::sum);
    }

    /** Whole or not at all, so that what follows can be read. */
    private void frame(Piece piece, byte[] bytes, int length) throws IOException {
        long start = file.position();
        ByteBuffer[] frame = {
            new OutputFrame(piece.trial(), piece.attempt(), length).head(), ByteBuffer.wrap(bytes, 0, length)
        };
        try {
            while (frame[1].hasRemaining()) {
                file.write(frame);
            }
        } catch (IOException e) {
            file.truncate(start);
            file.position(start);
            throw e;
        }
    }
}
