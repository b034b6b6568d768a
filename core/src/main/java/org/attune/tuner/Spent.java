package org.attune.tuner;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** How long trials ran, all their attempts together, by a clock that nobody sets; of attempts before this run the journal tells. Not for use by several threads. */
final class Spent {
    private final LongSupplier nanos;
    private final Map<Integer, Duration> before = new HashMap<>();
    private final Map<Integer, Long> begun = new HashMap<>();

    /** @param nanos since some moment */
    Spent(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * An attempt begins, or goes on.
     *
     * @param journalled how long the trial ran by the journal: counts the first time
     * @return how long it ran so far
     */
    Duration begin(int trial, Duration journalled) {
        begun.put(trial, nanos.getAsLong());
        before.putIfAbsent(trial, journalled);
        return before.get(trial);
    }

    void end(int trial) {
        Long since = begun.remove(trial);
        if (since != null) {
            before.merge(trial, Duration.ofNanos(nanos.getAsLong() - since), Duration::plus);
        }
    }
}
