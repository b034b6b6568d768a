package org.attune.checkpoint;

/** A trial named something as its checkpoint that cannot become one; the message says why, and what to do. */
public final class UnusableCheckpointException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnusableCheckpointException(String message) {
        super(message);
    }
}
