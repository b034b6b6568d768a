package org.attune.study;

/** What was decided about a trial, as the journal keeps it. */
public enum Verdict {
    PAUSE(TrialState.PAUSED, Cause.PAUSED),
    STOP(TrialState.STOPPED, Cause.STOPPED),
    COMPLETE(TrialState.COMPLETED, Cause.FINISHED),
    CANCEL(TrialState.CANCELLED, Cause.CANCELLED),
    /** After a failure: it goes on from its last checkpoint. */
    RETRY(TrialState.QUEUED, Cause.ERROR);

    private final TrialState state;
    private final Cause cause;

    Verdict(TrialState state, Cause cause) {
        this.state = state;
        this.cause = cause;
    }

    /** State of the trial once its attempt, if one runs, has ended. */
    public TrialState state() {
        return state;
    }

    /** Cause with which an attempt ends that was told so. */
    public Cause cause() {
        return cause;
    }
}
