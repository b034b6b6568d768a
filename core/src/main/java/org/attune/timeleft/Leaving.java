package org.attune.timeleft;

import java.time.Duration;
import java.util.Optional;

/** How long trials take to end when they are told to. Not for use by several threads. */
public final class Leaving {
    private static final int KEPT = 50;
    private static final double MOST = 0.9;

    private final Samples millis = new Samples(KEPT);

    public void took(Duration time) {
        millis.add(time.toMillis());
    }

    /** As long as most took, or less; absent before one was seen. */
    public Optional<Duration> most() {
        return millis.isEmpty() ? Optional.empty() : Optional.of(Duration.ofMillis((long) millis.quantile(MOST)));
    }
}
