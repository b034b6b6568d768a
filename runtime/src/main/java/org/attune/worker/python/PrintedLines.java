package org.attune.worker.python;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Makes lines of what a process prints, each with where it comes from, and leaves some out when there are too many, which it says at once. Used by one thread. */
final class PrintedLines {
    private static final int MOST_BYTES_A_SECOND = 64 * 1024;
    private static final int LONGEST = 8 * 1024;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final byte[] prefix;
    private final Consumer<byte[]> told;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long windowStart = System.nanoTime();
    private int inWindow;
    private long leftOut;

    PrintedLines(String prefix, Consumer<byte[]> told) {
        this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
        this.told = told;
    }

    void add(byte[] bytes, int length) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int i = 0; i < length; i++) {
            line.write(bytes[i]);
            if (bytes[i] == '\n' || line.size() >= LONGEST) {
                end(whole);
            }
        }
        if (whole.size() > 0) {
            told.accept(whole.toByteArray());
        }
    }

    /** What has no end of line yet. */
    void close() {
        if (line.size() > 0 || leftOut > 0) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            inWindow = 0;
            end(whole);
            told.accept(whole.toByteArray());
        }
    }

    private void end(ByteArrayOutputStream whole) {
        long now = System.nanoTime();
        if (now - windowStart > SECOND) {
            windowStart = now;
            inWindow = 0;
        }
        inWindow += line.size();
        if (inWindow > MOST_BYTES_A_SECOND) {
            if (leftOut++ == 0) {
                note(whole, "lines are left out from here on, since more come than the 64 KB a second that are shown");
            }
        } else {
            if (leftOut > 0) {
                note(whole, leftOut + (leftOut == 1 ? " line was" : " lines were") + " left out");
                leftOut = 0;
            }
            if (line.size() > 0) {
                write(whole, line.toByteArray());
            }
        }
        line.reset();
    }

    private void note(ByteArrayOutputStream whole, String text) {
        write(whole, ("... " + text).getBytes(StandardCharsets.UTF_8));
    }

    private void write(ByteArrayOutputStream whole, byte[] text) {
        whole.writeBytes(prefix);
        whole.writeBytes(text);
        if (text[text.length - 1] != '\n') {
            whole.write('\n');
        }
    }
}
