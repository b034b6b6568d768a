package org.attune.trial;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the processes of a trial on several workers printed, for people: line by line, however they came in between each other, and those of rank 1 and above with their rank before
 * them, {@code [1] }. Only one thread uses it at a time.
 */
public final class RankedLines implements OutputReader.Sink {

    /** Takes whole lines. */
    public interface Out {
        void take(int attempt, byte[] line) throws IOException;
    }

    private record Part(int attempt, int rank) {}

    private final Out out;
    private final Map<Part, Line> unfinished = new LinkedHashMap<>();

    public RankedLines(Out out) {
        this.out = out;
    }

    @Override
    public void take(int attempt, int rank, byte[] bytes) throws IOException {
        Line line = unfinished.computeIfAbsent(new Part(attempt, rank), Line::new);
        for (byte next : bytes) {
            line.add(next);
        }
    }

    @Override
    public void ended(int attempt, int rank) throws IOException {
        Line last = unfinished.remove(new Part(attempt, rank));
        if (last != null) {
            last.end();
        }
    }

    /** Nothing more is expected: passes on lines that have no end. */
    public void finish() throws IOException {
        for (Line line : unfinished.values()) {
            line.end();
        }
        unfinished.clear();
    }

    /** As much of it as has come. A carriage return ends it too, as progress bars have it. */
    private final class Line {
        private final Part part;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private byte last;

        Line(Part part) {
            this.part = part;
        }

        void add(byte next) throws IOException {
            if (last == '\r' && next != '\n') {
                pass();
            }
            if (bytes.size() == 0 && part.rank > 0) {
                bytes.writeBytes(("[" + part.rank + "] ").getBytes(StandardCharsets.US_ASCII));
            }
            bytes.write(next);
            last = next;
            if (next == '\n') {
                pass();
            }
        }

        void end() throws IOException {
            if (bytes.size() > 0) {
                bytes.write('\n');
                pass();
            }
        }

        private void pass() throws IOException {
            out.take(part.attempt, bytes.toByteArray());
            bytes.reset();
            last = 0;
        }
    }
}
