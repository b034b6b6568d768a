package org.attune.study;

/** Why an attempt ended. */
public enum Cause {
    FINISHED,
    PAUSED,
    STOPPED,
    ERROR,
    OUT_OF_MEMORY,
    /** The trial ran longer than it may. */
    TIME_LIMIT,
    PREEMPTED,
    NODE_LOST,
    HEAD_LOST,
    CANCELLED;

    /** Whether the user's program is to blame, so that the trial fails and the sampler learns that it is bad. */
    public boolean isFailure() {
        return this == ERROR || this == OUT_OF_MEMORY || this == TIME_LIMIT;
    }

    /** Whether the trial goes on later from its last checkpoint. */
    public boolean isInterruption() {
        return this == PREEMPTED || this == NODE_LOST || this == HEAD_LOST;
    }
}
