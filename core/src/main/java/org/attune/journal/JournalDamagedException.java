package org.attune.journal;

import java.nio.file.Path;

/** Something that was safe on disk has changed since. Nothing is repaired by guesswork. */
public final class JournalDamagedException extends JournalException {
    private static final long serialVersionUID = 1L;

    private final long offset;
    private final long line;

    JournalDamagedException(Path journal, long offset, long line, String what) {
        super("the journal " + journal + " is damaged at byte " + offset + ", line " + line + ": " + what
                + ". Restore the file from a copy."
                + (line > 1
                        ? " To go on from the events before the damage instead, keep this file and cut a copy there: head -c "
                                + offset + " " + journal.getFileName() + " > cut.jsonl"
                        : ""));
        this.offset = offset;
        this.line = line;
    }

    /** Where the first damaged line begins, in bytes from 0. */
    public long offset() {
        return offset;
    }

    /** Number of the first damaged line, from 1. */
    public long line() {
        return line;
    }
}
