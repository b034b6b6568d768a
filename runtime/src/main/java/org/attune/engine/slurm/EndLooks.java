package org.attune.engine.slurm;

import java.time.Duration;
import java.util.Optional;

/**
 * When Slurm is asked anew for the end of a job, whose limit can be changed while it runs: after half of the time that
 * is left, so ever more often where it matters, and for the last time shortly before trials begin to pause. No clock.
 */
final class EndLooks {
    /** No question is asked later than so long before the end. */
    private static final Duration LAST = Duration.ofSeconds(90);

    private static final Duration LEAST = Duration.ofMinutes(1);
    static final Duration MOST = Duration.ofMinutes(15);

    private EndLooks() {}

    /**
     * @param left until the end; absent if none is known
     * @return how long to wait for the next question; absent if there is no other
     */
    static Optional<Duration> next(Optional<Duration> left) {
        if (left.isEmpty()) {
            return Optional.of(MOST);
        }
        Duration half = left.get().dividedBy(2);
        if (half.compareTo(LAST) >= 0) {
            return Optional.of(half.compareTo(MOST) < 0 ? half : MOST);
        }
        return Optional.of(left.get().minus(LAST)).filter(rest -> rest.compareTo(LEAST) >= 0);
    }
}
