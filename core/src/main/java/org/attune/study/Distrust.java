package org.attune.study;

import java.time.Duration;
import java.time.Instant;

/**
 * Why a machine gets no trials of a study, or did not.
 *
 * @param times how often in a row that was so
 * @param until when it is tried again
 * @param why for people
 */
public record Distrust(int times, Instant until, String why) {

    /** For how long it is still passed over; zero if it may be tried again. */
    public Duration left(Instant now) {
        return Study.positive(Duration.between(now, until));
    }

    Distrust setClock(long millis) {
        return new Distrust(times, until.plusMillis(millis), why);
    }
}
