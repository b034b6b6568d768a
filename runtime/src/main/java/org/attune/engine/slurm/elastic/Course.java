package org.attune.engine.slurm.elastic;

import java.time.Duration;
import org.attune.engine.slurm.Backoff;
import org.attune.engine.slurm.JobState;

/**
 * What came of the worker jobs so far, as far as it matters for the next ones. A value; times are in milliseconds.
 *
 * @param notBefore when the next may be submitted
 * @param why that is; empty if no time has to pass
 * @param failures how many in a row ended at once
 * @param stopped why no more are submitted; empty if there may be more
 * @param surplusSince since when there are more than are needed; negative if there are not
 * @param proof how long a worker has to be there to be a sign that jobs work
 * @param works whether there is one that has been there for {@link #STEADY}
 */
public record Course(
        Backoff backoff,
        long notBefore,
        String why,
        int failures,
        String stopped,
        long surplusSince,
        long proof,
        boolean works) {
    /** A worker that has been there so long is a sign that jobs work, unless others failed later than that. */
    public static final long STEADY = Duration.ofSeconds(60).toMillis();

    private static final int TOO_MANY = 2;
    private static final Duration FIRST = Duration.ofSeconds(20);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** @param seed of the differences between the waits of several heads */
    public static Course begin(long seed) {
        return new Course(new Backoff(FIRST, LONGEST, seed, 0), 0, "", 0, "", -1, STEADY, false);
    }

    /** Slurm did not take a job. {@code isPassing}: but may do so later. */
    public Course refused(long now, String words, boolean isPassing) {
        return isPassing ? later(now, words) : stop(words);
    }

    /**
     * A job is over that was not asked to end.
     *
     * @param ran how long it ran
     * @param worker whether a worker of it was ever there
     * @param served whether anything ever ran there
     * @param words for people, what is known of its end
     */
    public Course ended(long now, JobState state, long ran, boolean worker, boolean served, String words) {
        boolean lasted = worker && ran >= STEADY;
        if (state.isLoss() || state == JobState.CANCELLED || state == JobState.UNKNOWN) {
            return later(now, words);
        } else if (lasted && isInTime(state)) {
            return this;
        } else if (lasted || served) {
            return later(now, words).doubting(ran);
        }
        return failed(now, words);
    }

    /** Jobs ended at once, or never did what they are for. */
    public Course failed(long now, String words) {
        if (works) {
            return later(now, words);
        }
        Course more = new Course(backoff, notBefore, why, failures + 1, stopped, surplusSince, proof, works);
        return more.failures < TOO_MANY ? more : more.stop("two in a row ended at once: " + words);
    }

    /** One more worker has been there for {@link #proof}. */
    public Course steady() {
        return new Course(backoff.succeeded(), notBefore, why, 0, stopped, surplusSince, STEADY, works);
    }

    /** Notes how things stand. */
    public Course look(Situation situation, int target) {
        boolean isSurplus = situation.jobs().size() > target;
        long since = !isSurplus ? -1 : surplusSince < 0 ? situation.now() : surplusSince;
        boolean any = situation.jobs().stream().anyMatch(job -> job.works(situation.now(), STEADY));
        return new Course(backoff, notBefore, why, failures, stopped, since, proof, any);
    }

    boolean isStopped() {
        return !stopped.isEmpty();
    }

    private static boolean isInTime(JobState state) {
        return state == JobState.COMPLETED || state == JobState.TIMEOUT || state == JobState.DEADLINE;
    }

    private Course later(long now, String words) {
        Backoff next = backoff.failed();
        return new Course(next, now + next.pause().toMillis(), words, failures, stopped, surplusSince, proof, works);
    }

    /** One failed after so long: the next are believed only if they are there for longer. */
    private Course doubting(long ran) {
        long longer = Math.min(LONGEST.toMillis(), Math.max(proof, 2 * ran));
        return new Course(backoff, notBefore, why, failures, stopped, surplusSince, longer, works);
    }

    private Course stop(String words) {
        return isStopped() ? this : new Course(backoff, notBefore, why, failures, words, surplusSince, proof, works);
    }
}
