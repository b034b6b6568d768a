package org.attune.head.hosting;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.attune.journal.Journal;

/** Reads the events of a journal that grows, from the first, as lines without their newlines. One thread uses it at a time. */
final class JournalTail implements AutoCloseable {
    private final FileChannel channel;
    private long position;

    JournalTail(Path study) throws IOException {
        channel = FileChannel.open(study.resolve(Journal.FILE), StandardOpenOption.READ);
    }

    /** How many bytes were read. */
    long position() {
        return position;
    }

    /**
     * The next lines.
     *
     * @param until number of bytes, which end with a line, up to which they may be read
     * @param most about how many bytes at once; a longer line comes whole
     * @return at least one line if there is one
     */
    List<byte[]> next(long until, int most) throws IOException {
        int size = (int) Math.min(most, until - position);
        while (size > 0) {
            byte[] bytes = read(size);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            if (end > 0) {
                List<byte[]> lines = lines(bytes, end, position == 0);
                position += end;
                return lines;
            } else if (bytes.length < size || size == until - position) {
                throw new IOException("the journal's line at byte " + position + " has no end");
            }
            size = (int) Math.min(2L * size, until - position);
        }
        return List.of();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private byte[] read(int size) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(size);
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer, position + buffer.position());
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static List<byte[]> lines(byte[] bytes, int end, boolean withHeader) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < end; i++) {
            if (bytes[i] == '\n') {
                if (start > 0 || !withHeader) {
                    lines.add(Arrays.copyOfRange(bytes, start, i));
                }
                start = i + 1;
            }
        }
        return lines;
    }
}
