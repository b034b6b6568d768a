package org.attune.worker.join;

import java.time.Duration;
import java.util.Optional;

/**
 * @param patience how long trials run on without a head, until the head says otherwise
 * @param welcome how long a head that was reached may take to answer
 * @param refused how long it stays away from a head that does not want it now
 * @param leaving how long a worker that leaves waits at most for its trials to end
 * @param settling how long it then waits at most for the head to take note of that
 * @param endsAlone whether a worker that has had no head for as long as trials run on leaves, rather than look on
 * @param left time until the worker has to begin to leave; absent if its allocation has no end
 */
public record JoinSettings(
        Duration patience,
        Duration welcome,
        Duration refused,
        Duration leaving,
        Duration settling,
        boolean endsAlone,
        Optional<Duration> left) {

    public static JoinSettings usual(Optional<Duration> left) {
        return new JoinSettings(
                Duration.ofMinutes(10),
                Duration.ofSeconds(20),
                Duration.ofSeconds(15),
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                false,
                left);
    }

    /** The same for one that leaves when there has been no head for too long. */
    public JoinSettings endingAlone() {
        return new JoinSettings(patience, welcome, refused, leaving, settling, true, left);
    }
}
