package org.attune.wire;

/**
 * @param body the value or the error, serialised
 * @param worker where it ran
 */
public record TaskResult(long id, End end, byte[] body, String worker) {

    /** How a task came to its end. */
    public enum End {
        VALUE,
        ERROR,
        /** Its worker was lost, more often than it may be retried. */
        LOST,
        CANCELLED,
        LATE
    }
}
