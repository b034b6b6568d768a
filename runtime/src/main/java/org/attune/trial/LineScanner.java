package org.attune.trial;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Cuts a stream of bytes into lines, ended by a newline or a carriage return. Holds no more than {@link #LONGEST} bytes: of a longer line it gives
 * the beginning, and says so. Bytes that are not UTF-8 become replacement characters. Used by one thread.
 */
public final class LineScanner {
    public static final int LONGEST = 1 << 20;

    private final BiConsumer<String, Boolean> lines;
    private final Optional<byte[]> mark;
    private ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean cut;

    /** {@code lines}: takes each line that is not empty, and whether it is whole. */
    public LineScanner(BiConsumer<String, Boolean> lines) {
        this(lines, Optional.empty());
    }

    /** {@code mark}: text without which a line is of no interest, and may be skipped. */
    public LineScanner(BiConsumer<String, Boolean> lines, Optional<String> mark) {
        this.lines = lines;
        this.mark = mark.map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    public void feed(byte[] bytes, int length) {
        int start = line.size() > 0 ? 0 : skip(bytes, 0, length);
        for (int i = start; i < length; i++) {
            if (isEnd(bytes[i])) {
                keep(bytes, start, i);
                end();
                start = skip(bytes, i + 1, length);
                i = start - 1;
            }
        }
        keep(bytes, start, length);
    }

    /** Takes what came after the last line end as a line. */
    public void finish() {
        end();
    }

    /** Where the next line begins that has the mark, or else the last one, which is not over. */
    private int skip(byte[] bytes, int start, int length) {
        if (mark.isEmpty()) {
            return start;
        }
        int begin = length;
        for (int i = start; i < length && begin == length; i++) {
            if (bytes[i] == mark.get()[0] && isAt(bytes, i, length)) {
                begin = i;
            }
        }
        while (begin > start && !isEnd(bytes[begin - 1])) {
            begin--;
        }
        return begin;
    }

    private boolean isAt(byte[] bytes, int i, int length) {
        byte[] wanted = mark.get();
        return i + wanted.length <= length && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length);
    }

    private static boolean isEnd(byte b) {
        return b == '\n' || b == '\r';
    }

    private void keep(byte[] bytes, int start, int end) {
        int room = Math.min(end - start, LONGEST - line.size());
        line.write(bytes, start, room);
        cut |= room < end - start;
    }

    private void end() {
        if (line.size() > 0) {
            String text = line.toString(StandardCharsets.UTF_8);
            boolean whole = !cut;
            line = line.size() > 1 << 16 ? new ByteArrayOutputStream() : line;
            line.reset();
            cut = false;
            lines.accept(text, whole);
        }
    }
}
