package org.attune.wire;

/**
 * What a task came to. Results travel many to a message, in the form of {@link TaskFrames}.
 *
 * @param micros how long it ran
 * @param body the value or the error, serialised; null if it was sent before in parts, as {@link ToHead.Body}
 */
public record TaskResult(long id, End end, long micros, byte[] body) {

    /** How a task came to its end. */
    public enum End {
        VALUE,
        ERROR,
        /** Its worker or process was lost, more often than it may be retried; the body says how and where, as text. */
        LOST,
        CANCELLED,
        LATE,
        /** It was not started, and is not going to be: between worker and head only. */
        RETURNED,
        /** No worker that is there could ever run it; the body says why, as text. */
        REFUSED;

        /** Whether the head may send the task to the same worker again. */
        public boolean mayComeAgain() {
            return this == RETURNED || this == LOST;
        }
    }
}
