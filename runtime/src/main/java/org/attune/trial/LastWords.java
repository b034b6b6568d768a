package org.attune.trial;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** The end of what a program printed, and what it says about the program's death. Safe for use by many threads. */
public final class LastWords {
    private static final int ROOM = 16 * 1024;
    private static final int LONGEST_LINE = 300;
    private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");
    private static final Pattern MEMORY =
            Pattern.compile("^MemoryError\\b|\\bOutOfMemoryError\\b|\\b(CUDA|HIP) out of memory\\b"
                    + "|can't allocate memory|^numpy\\.\\S*_ArrayMemoryError\\b|std::bad_alloc");

    private final TailBuffer tail = new TailBuffer(ROOM);

    public synchronized void add(byte[] bytes, int length) {
        tail.add(bytes, 0, length);
    }

    /** The line that says most: of a Python traceback the exception, else the last that is not indented; empty if nothing was printed. */
    public synchronized String line() {
        List<String> lines = ESCAPES.matcher(new String(tail.bytes(), StandardCharsets.UTF_8))
                .replaceAll("")
                .lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isBlank() && !line.startsWith("attune:"))
                .toList();
        String line = exception(lines);
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
    }

    /** Whether all that was printed is one line that begins so. */
    public synchronized boolean isOneLineOf(String beginning) {
        String text = new String(tail.bytes(), StandardCharsets.UTF_8).strip();
        return text.startsWith(beginning) && text.indexOf('\n') < 0;
    }

    /** Whether that line says that memory ran out. */
    public boolean tellOfMemory() {
        return MEMORY.matcher(line()).find();
    }

    private static String exception(List<String> lines) {
        int traceback = lines.lastIndexOf("Traceback (most recent call last):");
        for (int i = traceback + 1; traceback >= 0 && i < lines.size(); i++) {
            if (!Character.isWhitespace(lines.get(i).charAt(0))) {
                return lines.get(i);
            }
        }
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (!Character.isWhitespace(lines.get(i).charAt(0))) {
                return lines.get(i);
            }
        }
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1).strip();
    }
}
