package org.attune.timeleft;

import java.time.Duration;
import java.util.Optional;

/**
 * How long before the end of an allocation what happens.
 *
 * @param pause from then on no trial is to be in the middle of a step: those whose next step would be are paused after the one before
 * @param ask those that run all the same are asked to end
 * @param kill those that still run are ended
 */
public record Margin(Duration pause, Duration ask, Duration kill) {
    private static final Duration SETTLE = Duration.ofSeconds(10);
    private static final Duration LEAVE = Duration.ofSeconds(5);
    private static final Duration LEAST = Duration.ofSeconds(1);

    /**
     * @param whole length of the allocation, of which the margin is a part where it is short
     * @param leaving how long trials took to end when they were told to; absent if that was not seen
     * @param grace how long they may take
     * @param saves whether they save with what they report: else they may do so when they are asked to end, and get all of {@code grace}
     */
    public static Margin of(Duration whole, Optional<Duration> leaving, Duration grace, boolean saves) {
        Duration settle = least(SETTLE, whole.dividedBy(10));
        Duration quarter = whole.dividedBy(4);
        Duration usual = least(LEAVE, whole.dividedBy(20));
        Duration leave = least(
                quarter, leaving.map(seen -> most(LEAST, seen.multipliedBy(2))).orElse(usual));
        Duration pause = settle.plus(leave);
        Duration ask = saves ? pause : settle.plus(most(leave, least(quarter, grace)));
        return new Margin(pause, ask, settle.dividedBy(2));
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration most(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
