package org.attune.journal;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.attune.study.Event;
import tools.jackson.core.JacksonException;

/**
 * Reads a journal from its beginning.
 *
 * <p>The first event of each batch says how many bytes were durable before it was written. So damage beyond the largest such number is the torn
 * tail of a crash, which nobody was told to rely on; damage before it is a change to something that was safe, and refused. A line is damaged if
 * its checksum does not fit, if it cannot be read, if no newline ends it, or if its number is not one more than that of the line before.
 */
public final class JournalReader {
    private static final byte[] BEGINNING = Line.ascii("{\"seq\":");

    private final Path journal;
    private final LineSource lines;
    private final EventFields fields = new EventFields();
    private final Consumer<JournalEntry> entries;

    private long line;
    private long synced;
    private long lastSeq;
    private long lastEpoch;
    private String writtenBy = "another";

    private JournalReader(Path journal, InputStream in, Consumer<JournalEntry> entries) {
        this.journal = journal;
        this.lines = new LineSource(in);
        this.entries = entries;
    }

    /**
     * Reads a file, which may be written to meanwhile. The consumer has had the good entries before the place in question when an exception comes.
     *
     * @param entries takes each good entry, in order
     * @throws JournalDamagedException if something that was durable is damaged
     * @throws JournalVersionException if a newer version wrote it
     */
    public static ReadResult read(Path journal, Consumer<JournalEntry> entries) throws IOException {
        try (InputStream in = new FileInputStream(journal.toFile())) {
            return read(journal, in, entries);
        }
    }

    static ReadResult read(Path journal, InputStream in, Consumer<JournalEntry> entries) throws IOException {
        return new JournalReader(journal, in, entries).read();
    }

    private ReadResult read() throws IOException {
        if (!lines.advance()) {
            return new ReadResult(0, 0, 0, Optional.empty());
        }
        line = 1;
        if (!lines.terminated() && lines.length() <= Header.line().length) {
            return new ReadResult(0, 0, 0, Optional.of(new TornTail(0, lines.length(), 0)));
        }
        header();
        long good = lines.end();
        while (lines.advance()) {
            line++;
            String fault = take();
            if (fault != null) {
                return new ReadResult(good, lastSeq, lastEpoch, Optional.of(tail(good, line, fault)));
            }
            good = lines.end();
        }
        return new ReadResult(good, lastSeq, lastEpoch, Optional.empty());
    }

    private void header() {
        String fault = lines.terminated()
                ? Line.fault(lines.bytes(), lines.start(), lines.length())
                : "the first line has no end";
        long version = fault == null ? Header.version(lines.bytes(), lines.start(), lines.length()) : -1;
        if (version < 0) {
            throw new JournalDamagedException(
                    journal,
                    0,
                    1,
                    "the file does not begin with the header of a journal" + (fault == null ? "" : ": " + fault));
        }
        if (version > Header.VERSION) {
            throw new JournalVersionException("the journal " + journal + " has format version " + version
                    + ", but this Attune reads up to version " + Header.VERSION
                    + ". Maybe a newer Attune wrote it? Use that one.");
        }
        synced = lines.end();
    }

    /** Takes in the current line; what is wrong with it, or null. */
    private String take() {
        String fault = parse();
        if (fault != null) {
            return fault;
        }
        JournalEntry entry;
        try {
            entry = fields.entry();
        } catch (EventFields.UnknownWordException e) {
            throw new JournalVersionException("line " + line + " of the journal " + journal + " holds " + e.getMessage()
                    + ", which format version " + Header.VERSION
                    + " as this Attune knows it does not have; the study was begun by version " + writtenBy
                    + ". Maybe a newer Attune went on with it? Use that one.");
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
        if (entry.seq() != lastSeq + 1) {
            return "event " + (lastSeq + 1) + " was to follow, but got event " + entry.seq();
        }
        lastSeq = entry.seq();
        synced = Math.max(synced, fields.synced());
        if (entry.event() instanceof Event.HeadStarted started) {
            lastEpoch = Math.max(lastEpoch, started.epoch());
        } else if (entry.event() instanceof Event.StudyCreated created) {
            writtenBy = created.version();
        }
        entries.accept(entry);
        return null;
    }

    private String parse() {
        return lines.terminated() ? parse(0) : "the last line has no end";
    }

    /** Reads the current line from some byte on. */
    private String parse(int from) {
        int start = lines.start() + from;
        int length = lines.length() - from;
        String fault = Line.fault(lines.bytes(), start, length);
        if (fault != null) {
            return fault;
        }
        try {
            fields.read(lines.bytes(), start, length);
            return null;
        } catch (JacksonException e) {
            return "the line is no JSON: " + e.getOriginalMessage();
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /** Looks at all that follows a damaged line: any whole line there may still say that the damage was durable. */
    private TornTail tail(long damage, long damagedLine, String fault) throws IOException {
        long whole = 0;
        do {
            if (parse() == null || lines.terminated() && endsWithWholeLine()) {
                whole++;
                synced = Math.max(synced, fields.synced());
            }
        } while (lines.advance());
        if (synced > damage) {
            throw new JournalDamagedException(journal, damage, damagedLine, fault);
        }
        return new TornTail(damage, lines.end() - damage, whole);
    }

    /** Whether a line has lost the newline before it, and so hangs on a damaged one. */
    private boolean endsWithWholeLine() {
        for (int from = 1; from < lines.length() - BEGINNING.length; from++) {
            int at = lines.start() + from;
            if (Arrays.equals(lines.bytes(), at, at + BEGINNING.length, BEGINNING, 0, BEGINNING.length)
                    && parse(from) == null) {
                return true;
            }
        }
        return false;
    }
}
