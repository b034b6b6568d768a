package org.attune.timeleft;

import java.time.Duration;
import java.util.Optional;

/**
 * A part of an allocation.
 *
 * @param left time in which trials can still run
 * @param whole time in which they could when it began
 */
public record Span(Duration left, Duration whole) {
    private static final double BEGINNING = 0.9;

    /**
     * Whether it is worth beginning: it comes to where something of it is kept, more likely than not, since a place
     * that stays empty loses as much as work that is not kept. What fits into no allocation begins at the beginning
     * of one, since nothing is put off for ever; and so does what nobody knows anything about.
     */
    public boolean fits(Optional<Need> need) {
        return !left.isNegative()
                && !left.isZero()
                && (need.isEmpty() || lasts(need.get(), left) || (isNeverEnough(need.get()) && isBeginning()));
    }

    /** Whether no such allocation is long enough. */
    public boolean isNeverEnough(Need need) {
        return need.time().upper() > BEGINNING * seconds(whole);
    }

    private boolean isBeginning() {
        return seconds(left) >= BEGINNING * seconds(whole);
    }

    private static boolean lasts(Need need, Duration time) {
        return need.time().middle() <= seconds(time);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
