package org.attune.trial;

/** A report that is not taken; the message says what is wrong with it. */
public final class UnreadableReport extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadableReport(String message) {
        super(message);
    }
}
