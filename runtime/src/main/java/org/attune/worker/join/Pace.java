package org.attune.worker.join;

import java.time.Duration;
import java.util.Random;

/** How long to wait between two attempts at the same thing: longer each time, and never as long as others wait. Used by one thread. */
final class Pace {
    private final Duration first;
    private final Duration longest;
    private final Random random = new Random();
    private double next;

    Pace(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        again();
    }

    /** Begins from the shortest. */
    void again() {
        next = first.toNanos();
    }

    Duration next() {
        double now = next * (0.75 + random.nextDouble() / 2);
        next = Math.min(longest.toNanos(), next * 1.5);
        return Duration.ofNanos((long) now);
    }
}
