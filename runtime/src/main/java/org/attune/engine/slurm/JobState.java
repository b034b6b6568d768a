package org.attune.engine.slurm;

import java.util.Locale;

/** What a job does, as Slurm names it, with what that means. */
public enum JobState {
    PENDING(Phase.WAITS, "waits"),
    CONFIGURING(Phase.WAITS, "its nodes are being started"),
    REQUEUED(Phase.WAITS, "is begun anew"),
    REQUEUE_HOLD(Phase.WAITS, "is to be begun anew, but held"),
    SPECIAL_EXIT(Phase.WAITS, "is held after it ended with a special code"),
    RESV_DEL_HOLD(Phase.WAITS, "is held: its reservation is gone"),
    RUNNING(Phase.RUNS, "runs"),
    SUSPENDED(Phase.RUNS, "is suspended"),
    STOPPED(Phase.RUNS, "is stopped"),
    RESIZING(Phase.RUNS, "changes its size"),
    SIGNALING(Phase.RUNS, "is sent a signal"),
    COMPLETING(Phase.ENDS, "ends"),
    STAGE_OUT(Phase.ENDS, "ends"),
    COMPLETED(Phase.OVER, "ended well"),
    FAILED(Phase.OVER, "failed"),
    CANCELLED(Phase.OVER, "was cancelled"),
    TIMEOUT(Phase.OVER, "reached its time limit"),
    NODE_FAIL(Phase.OVER, "a node of it failed"),
    BOOT_FAIL(Phase.OVER, "a node of it did not start"),
    LAUNCH_FAILED(Phase.OVER, "could not be launched"),
    PREEMPTED(Phase.OVER, "was preempted by another job"),
    OUT_OF_MEMORY(Phase.OVER, "took more memory than it had"),
    DEADLINE(Phase.OVER, "was not done by its deadline"),
    REVOKED(Phase.OVER, "was begun on another cluster"),
    /** A word that is not known. */
    UNKNOWN(Phase.UNKNOWN, "is in a state that is not known");

    private enum Phase {
        WAITS,
        RUNS,
        ENDS,
        OVER,
        UNKNOWN
    }

    private final Phase phase;
    private final String plain;

    JobState(Phase phase, String plain) {
        this.phase = phase;
        this.plain = plain;
    }

    /** As {@code squeue}, {@code scontrol} and {@code sacct} write it: {@code CANCELLED by 1000} and {@code RUNNING+COMPLETING} as well. */
    public static JobState of(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        if (upper.contains("COMPLETING")) {
            return COMPLETING;
        }
        String word = upper.replaceAll("[ +].*", "");
        for (JobState state : values()) {
            if (state.name().equals(word)) {
                return state;
            }
        }
        return UNKNOWN;
    }

    /** For people: {@code reached its time limit}. */
    public String plain() {
        return plain;
    }

    public boolean isWaiting() {
        return phase == Phase.WAITS;
    }

    public boolean isRunning() {
        return phase == Phase.RUNS;
    }

    /** Whether nothing of it runs any more, nor will. One that is {@link #COMPLETING} is not over yet. */
    public boolean isOver() {
        return phase == Phase.OVER;
    }

    /** Whether it was ended by the machine or by who runs it, and nothing that ran in it is to blame. */
    public boolean isLoss() {
        return this == NODE_FAIL
                || this == BOOT_FAIL
                || this == LAUNCH_FAILED
                || this == PREEMPTED
                || this == REVOKED
                || this == REQUEUED;
    }
}
