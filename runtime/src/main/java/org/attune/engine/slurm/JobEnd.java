package org.attune.engine.slurm;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.attune.study.Cause;
import org.attune.study.SharedEnd;

/**
 * What the end of a worker's job makes of the attempts that ran there. Only what is the user's own counts against a trial: that memory ran out, if nothing else ran in the job.
 *
 * @param words for people: {@code its job 12 was preempted by another job}
 */
public record JobEnd(Cause cause, String words) {
    /** Slurm looks at limits every 30 seconds, and gives what it ends some time more. */
    private static final Duration ABOUT = Duration.ofSeconds(90);

    private static final String TIME = "its job came to its time limit";
    private static final String SIGNAL =
            "it was told to end by a signal, as when its job is preempted, requeued or cancelled";

    /**
     * By what Slurm says of the job.
     *
     * @param trials how many attempts, tasks and calls ran on the worker
     * @param isShared whether the job had other workers
     * @return absent if that is no end
     */
    public static Optional<JobEnd> of(String job, JobState state, int trials, boolean isShared) {
        boolean isAlone = trials == 1 && !isShared;
        return cause(state, isAlone).map(cause -> new JobEnd(cause, words(job, state, trials, isShared)));
    }

    private static Optional<Cause> cause(JobState state, boolean isAlone) {
        return switch (state) {
            case PREEMPTED, TIMEOUT, DEADLINE, CANCELLED, REVOKED -> Optional.of(Cause.PREEMPTED);
            case PENDING, REQUEUED, REQUEUE_HOLD, SPECIAL_EXIT, CONFIGURING -> Optional.of(Cause.PREEMPTED);
            case NODE_FAIL, BOOT_FAIL, LAUNCH_FAILED, FAILED, COMPLETED -> Optional.of(Cause.NODE_LOST);
            case OUT_OF_MEMORY -> Optional.of(isAlone ? Cause.OUT_OF_MEMORY : Cause.NODE_LOST);
            case RUNNING, SUSPENDED, STOPPED, RESIZING, SIGNALING, COMPLETING, STAGE_OUT, RESV_DEL_HOLD, UNKNOWN ->
                Optional.empty();
        };
    }

    private static String words(String job, JobState state, int trials, boolean isShared) {
        String what = state.isWaiting() ? "was requeued" : state.plain();
        String words =
                what.startsWith("a node") ? what.replace("of it", "of its job " + job) : "its job " + job + " " + what;
        if (state != JobState.OUT_OF_MEMORY) {
            return words;
        }
        return trials == 1 && !isShared
                ? words + ", and nothing else ran there. Ask for more memory (slurm.mem), or make the trial smaller."
                : new SharedEnd(job, trials).words() + (isShared ? ", beside other workers" : "")
                        + ": nobody is blamed. With resources.memory each trial has a limit of its own.";
    }

    /** Why a job was sent {@code TERM}, as far as its end tells, where nobody can ask Slurm. {@code until}: when the job is to end. */
    public static String ofSignal(Optional<Instant> until, Instant now) {
        boolean isTime =
                until.isPresent() && Duration.between(now, until.get()).abs().compareTo(ABOUT) <= 0;
        return isTime ? TIME : SIGNAL;
    }

    /** Whether a worker leaves for that reason. */
    public static boolean isOfSignal(String reason) {
        return reason.equals(TIME) || reason.equals(SIGNAL);
    }
}
