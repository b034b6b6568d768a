package org.attune.analysis;

/** Where a study stands. */
public enum StudyState {
    /** A head is at work on it now. */
    RUNNING,
    /** The head was ended in good order before the study was over; the same command goes on. */
    PAUSED,
    /** The head died; the same command goes on. */
    INTERRUPTED,
    /** Over by its own rules: all trials done, target reached, or time used up. */
    COMPLETED,
    /** Over because too many trials failed. */
    FAILED
}
