package org.attune.trial;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what all trials print into one file, {@link #FILE}. Of each trial it keeps the first {@link #KEPT} bytes, and of an attempt that prints more the
 * last {@link #TAIL}. What the disk refuses is left out, and said. Safe for use by many threads; whoever appends faster than the disk writes is held up.
 *
 * <p>What an attempt prints comes from here, by {@link #append} and {@link #finish}, or from afar, by {@link #take}, where the same may come again: how much of it is
 * there is known from the file alone.
 */
public final class OutputLog implements AutoCloseable {
    public static final String FILE = "output.bin";
    public static final int KEPT = 1 << 20;
    public static final int TAIL = 64 << 10;

    /** What {@link #take} returns once it has the end of the attempt: nothing of it needs to be kept. */
    public static final long ALL = Long.MAX_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(OutputLog.class);

    /** A disk that is all but full takes a little now and then. */
    private static final long SURE_NANOS = 10_000_000_000L;

    private record Attempt(int trial, int number) {}

    private final Map<Integer, Long> written = new HashMap<>();
    private final Map<Attempt, Long> had = new HashMap<>();
    private final Set<Attempt> ended = new HashSet<>();
    private final Map<Attempt, TailBuffer> tails = new HashMap<>();
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
            count(frame.get());
            end += OutputFrame.HEAD + frame.get().length();
        }
        file.truncate(end);
        file.position(end);
    }

    /** Writes what an attempt printed. */
    public synchronized void append(int trial, int attempt, byte[] bytes) {
        try {
            int room = Math.min(bytes.length, room(trial));
            write(trial, attempt, Arrays.copyOf(bytes, room), false);
            if (room < bytes.length) {
                tails.computeIfAbsent(new Attempt(trial, attempt), key -> new TailBuffer(TAIL))
                        .add(bytes, room, bytes.length - room);
            }
        } catch (IOException e) {
            refused(e);
            left += bytes.length;
        }
    }

    /** An attempt will print no more. */
    public synchronized void finish(int trial, int attempt) {
        TailBuffer tail = tails.remove(new Attempt(trial, attempt));
        byte[] last = tail == null ? new byte[0] : tail.bytes();
        try {
            write(trial, attempt, afterGap(tail == null ? 0 : tail.total() - last.length, last), true);
        } catch (IOException e) {
            refused(e);
            left += last.length;
        }
    }

    /**
     * Writes what of these bytes is not there yet. Where the trial has had its first {@link #KEPT} bytes, only the last piece of an attempt is still taken, of which
     * the last {@link #TAIL} bytes count; what is missing before it is said in its place.
     *
     * @param offset number of bytes that the attempt printed before these
     * @param last whether it will print no more
     * @return up to where all that the attempt printed is there; {@link #ALL} after its end
     */
    public synchronized long take(int trial, int attempt, long offset, byte[] bytes, boolean last) {
        Attempt key = new Attempt(trial, attempt);
        if (ended.contains(key)) {
            return ALL;
        }
        long have = had.getOrDefault(key, 0L);
        long from = Math.max(offset, Math.min(have, offset + bytes.length));
        byte[] fresh = Arrays.copyOfRange(bytes, (int) (from - offset), bytes.length);
        try {
            if (last) {
                int most = Math.max(room(trial), TAIL);
                byte[] end = Arrays.copyOfRange(fresh, Math.max(0, fresh.length - most), fresh.length);
                write(trial, attempt, afterGap(from - Math.min(have, from) + fresh.length - end.length, end), true);
                return ALL;
            } else if (offset <= have) {
                write(trial, attempt, Arrays.copyOf(fresh, Math.min(fresh.length, room(trial))), false);
            }
        } catch (IOException e) {
            refused(e);
            if (last) {
                ended.add(key);
                return ALL;
            }
        }
        return had.getOrDefault(key, 0L);
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("Cannot close {}.", FILE, e);
        }
    }

    private int room(int trial) {
        return (int) Math.max(0, KEPT - written.getOrDefault(trial, 0L));
    }

    private static byte[] afterGap(long lost, byte[] last) {
        if (lost == 0) {
            return last;
        }
        byte[] note = ("\n[attune: " + lost + " bytes are left out here: of a trial's output the first " + (KEPT >> 20)
                        + " MiB are kept, and the last " + (TAIL >> 10) + " KiB]\n")
                .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(note.length + last.length)
                .put(note)
                .put(last)
                .array();
    }

    private void refused(IOException failure) {
        refusedAt = System.nanoTime();
        if (!told) {
            told = true;
            LOG.warn(
                    "Cannot write to {}: {}. What trials print is left out until that is over; nothing else is lost.",
                    path,
                    failure.getMessage());
        }
    }

    private void write(int trial, int attempt, byte[] bytes, boolean last) throws IOException {
        if (bytes.length == 0 && !last) {
            return;
        }
        byte[] whole = bytes;
        if (left > 0) {
            byte[] note = ("[attune: about " + left
                            + " bytes of all trials' output are left out here: the disk took nothing]\n")
                    .getBytes(StandardCharsets.UTF_8);
            whole = ByteBuffer.allocate(note.length + bytes.length)
                    .put(note)
                    .put(bytes)
                    .array();
        }
        frame(new OutputFrame(trial, attempt, whole.length, last), whole);
        left = 0;
        if (told && System.nanoTime() - refusedAt > SURE_NANOS) {
            told = false;
            LOG.warn("{} can be written again.", path);
        }
    }

    private void count(OutputFrame frame) {
        Attempt key = new Attempt(frame.trial(), frame.attempt());
        written.merge(frame.trial(), (long) frame.length(), Long::sum);
        if (frame.last()) {
            had.remove(key);
            ended.add(key);
        } else {
            had.merge(key, (long) frame.length(), Long::sum);
        }
    }

    /** Whole or not at all, so that what follows can be read. */
    private void frame(OutputFrame frame, byte[] bytes) throws IOException {
        long start = file.position();
        ByteBuffer[] buffers = {frame.head(), ByteBuffer.wrap(bytes)};
        try {
            while (buffers[0].hasRemaining() || buffers[1].hasRemaining()) {
                file.write(buffers);
            }
        } catch (IOException e) {
            file.truncate(start);
            file.position(start);
            throw e;
        }
        count(frame);
    }
}
