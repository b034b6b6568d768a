package org.attune.trial;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * Cuts a stream of bytes into lines, ended by a newline or a carriage return. Holds no more than {@link #LONGEST} bytes: of a longer line it gives
 * the beginning, and says so. Bytes that are not UTF-8 become replacement characters. Used by one thread.
 */
public final class LineScanner {
    public static final int LONGEST = 1 << 20;

    private final BiConsumer<String, Boolean> lines;
    private ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean cut;

    /** {@code lines}: takes each line that is not empty, and whether it is whole. */
    public LineScanner(BiConsumer<String, Boolean> lines) {
        this.lines = lines;
    }

    public void feed(byte[] bytes, int length) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                keep(bytes, start, i);
                end();
                start = i + 1;
            }
        }
        keep(bytes, start, length);
    }

    /** Takes what came after the last line end as a line. */
    public void finish() {
        end();
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
