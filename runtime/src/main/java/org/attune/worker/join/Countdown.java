package org.attune.worker.join;

import java.time.Duration;

/** A time that runs out, by a clock that nobody sets. */
record Countdown(long from, long nanos) {

    /** The longest possible is some three hundred years. */
    static Countdown of(Duration duration) {
        long nanos = duration.compareTo(Duration.ofDays(36_500)) > 0 ? Long.MAX_VALUE / 4 : duration.toNanos();
        return new Countdown(System.nanoTime(), nanos);
    }

    boolean isOver() {
        return left().isZero();
    }

    /** Zero when it is over. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - (System.nanoTime() - from)));
    }
}
