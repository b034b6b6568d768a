package org.attune.cli.space;

import java.io.IOException;
import java.io.Reader;

/** Lines of a stream, one at a time, in memory that is bounded however long they are. */
final class LongLines {
    private static final int LONGEST = 16 << 20;

    private final Reader in;
    private final char[] buffer = new char[1 << 16];
    private int from;
    private int to;

    LongLines(Reader in) {
        this.in = in;
    }

    /** The next line without its end, or null after the last. Of one with more than 16 Mi characters only the beginning. */
    String next() throws IOException {
        StringBuilder line = null;
        while (from < to || fill()) {
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            if (end < to && line == null) {
                String whole = text(from, end);
                from = end + 1;
                return whole;
            }
            line = line == null ? new StringBuilder() : line;
            line.append(buffer, from, Math.min(end - from, LONGEST - line.length()));
            from = end + 1;
            if (end < to) {
                break;
            }
        }
        return line == null ? null : line.toString();
    }

    /** Whether the next line, or its beginning, is there without waiting. */
    boolean hasMore() throws IOException {
        return from < to || in.ready();
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer));
        return to > 0;
    }

    private String text(int start, int end) {
        return new String(buffer, start, end - start);
    }
}
