package org.attune.study;

/** Where a trial stands. */
public enum TrialState {
    /** Created, or interrupted through no fault of its own; waits for a slot. */
    QUEUED,
    RUNNING,
    /** Waits for the scheduler's word. */
    PAUSED,
    COMPLETED,
    /** Given up by the scheduler. */
    STOPPED,
    /** The user's program failed. */
    FAILED,
    CANCELLED;

    /** Whether it stays like this for ever. */
    public boolean isFinal() {
        return this == COMPLETED || this == STOPPED || this == FAILED || this == CANCELLED;
    }
}
