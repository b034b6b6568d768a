package org.attune.journal;

/** The journal is whole, but was written by a version that knows more than this one. */
public final class JournalVersionException extends JournalException {
    private static final long serialVersionUID = 1L;

    JournalVersionException(String message) {
        super(message);
    }
}
