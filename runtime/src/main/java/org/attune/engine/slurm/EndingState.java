package org.attune.engine.slurm;

/** What is about to become of a job that Slurm calls {@code COMPLETING} for as long as anything of it is there, which may be half a minute. */
public final class EndingState {
    private EndingState() {}

    /**
     * The job's state, or the one that it comes to.
     *
     * @param isTold whether what runs in it was sent {@code TERM}
     */
    public static JobState of(SlurmFields job, boolean isTold) {
        JobState state = job.jobState();
        if (state != JobState.COMPLETING) {
            return state;
        } else if (job.text("PreemptTime").isPresent()) {
            return JobState.PREEMPTED;
        } else if (job.text("EndTime").filter("Unknown"::equals).isPresent()) {
            return JobState.REQUEUED;
        } else if (job.text("Reason").filter("TimeLimit"::equals).isPresent()) {
            return JobState.TIMEOUT;
        }
        return isTold ? JobState.CANCELLED : state;
    }
}
