package org.attune.journal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts a stream into lines without copying them. */
final class LineSource {
    private final InputStream in;
    private byte[] buffer = new byte[1 << 18];
    private int limit;
    private int start;
    private int next;
    private int length;
    private long base;
    private boolean terminated;

    LineSource(InputStream in) {
        this.in = in;
    }

    /** Goes to the next line; false at the end. */
    boolean advance() throws IOException {
        start = next;
        int searched = start;
        while (true) {
            for (int i = searched; i < limit; i++) {
                if (buffer[i] == '\n') {
                    length = i - start;
                    next = i + 1;
                    terminated = true;
                    return true;
                }
            }
            searched = limit - start;
            if (!fill()) {
                length = limit - start;
                next = limit;
                terminated = false;
                return length > 0;
            }
        }
    }

    /** Whether a newline ends the line. */
    boolean terminated() {
        return terminated;
    }

    byte[] bytes() {
        return buffer;
    }

    /** Where the line begins in {@link #bytes()}. */
    int start() {
        return start;
    }

    /** Bytes of the line, without the newline. */
    int length() {
        return length;
    }

    /** Where the line ends in the stream, with its newline. */
    long end() {
        return base + next;
    }

    private boolean fill() throws IOException {
        System.arraycopy(buffer, start, buffer, 0, limit - start);
        base += start;
        limit -= start;
        start = 0;
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        limit += Math.max(0, read);
        return read > 0;
    }
}
