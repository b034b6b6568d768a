package org.attune.engine.slurm;

import java.time.Duration;
import java.util.Random;

/**
 * How long to wait after failures: twice as long each time. A value; thread-safe.
 *
 * @param first the wait after one failure, about
 * @param longest no wait is longer, but for a quarter
 * @param seed of the quarter by which waits differ, so that many who failed at once do not come back at once
 * @param failures how many there were since the last success
 */
public record Backoff(Duration first, Duration longest, long seed, int failures) {

    public Backoff failed() {
        return new Backoff(first, longest, seed, failures + 1);
    }

    public Backoff succeeded() {
        return failures == 0 ? this : new Backoff(first, longest, seed, 0);
    }

    /** From the last failure to the next attempt; zero if there was no failure. */
    public Duration pause() {
        if (failures == 0) {
            return Duration.ZERO;
        }
        double doubled = first.toMillis() * Math.scalb(1.0, Math.min(failures, 30) - 1);
        double more = 1 + new Random(seed * 31 + failures).nextDouble() / 4;
        return Duration.ofMillis((long) (Math.min(doubled, longest.toMillis()) * more));
    }
}
