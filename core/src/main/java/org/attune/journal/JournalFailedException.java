package org.attune.journal;

/** The journal could not be written. Final: nothing is written any more until it is opened again. */
public final class JournalFailedException extends JournalException {
    private static final long serialVersionUID = 1L;

    JournalFailedException(String reason, Throwable cause) {
        super(
                "the journal cannot be written: " + reason
                        + ". What was acknowledged is safe. Remove the reason, then run the same command again to go on.",
                cause);
    }
}
