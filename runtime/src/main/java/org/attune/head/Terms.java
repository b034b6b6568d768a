package org.attune.head;

import java.time.Duration;

/**
 * How long a head and its workers wait for each other.
 *
 * @param lostAfter after which a worker is lost whose link broke and who did not join again
 * @param patience how long a worker without a head lets its trials run
 * @param returning how long a head that starts again waits for the workers of attempts that ran
 * @param lastHope how long a study that none of the workers can be made ready for waits for a better one
 */
public record Terms(Duration lostAfter, Duration patience, Duration returning, Duration lastHope) {
    public static final Terms USUAL =
            new Terms(Duration.ofSeconds(3), Duration.ofMinutes(10), Duration.ofSeconds(60), Duration.ofSeconds(5));
}
