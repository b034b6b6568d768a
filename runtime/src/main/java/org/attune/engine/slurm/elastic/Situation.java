package org.attune.engine.slurm.elastic;

import java.util.List;

/**
 * How things stand.
 *
 * @param now in milliseconds, of a clock that nobody sets
 * @param isSure whether Slurm has said which jobs there are, after all that was done to them whose outcome is not known
 * @param wanted how many more worker jobs what waits for a place could use at once, beside those that have no room; 0 if nothing waits, or nothing of it would fit
 * @param leaving how many jobs were told to end and are not over
 * @param jobs the others that are not over
 */
public record Situation(long now, boolean isSure, int wanted, int leaving, List<WorkerJob> jobs) {
    public Situation {
        jobs = List.copyOf(jobs);
    }

    /** How many there should be, within limits. */
    int target(int min, int max) {
        long taken = jobs.stream().filter(job -> !job.hasRoom()).count();
        return (int) Math.min(max - leaving, Math.max(min, taken + wanted));
    }
}
