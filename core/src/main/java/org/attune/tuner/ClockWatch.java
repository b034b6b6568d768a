package org.attune.tuner;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.attune.study.Event;

/** Notices that the clock was set, by one that nobody sets. Clocks are put right a little all the time: less than ten seconds is not worth a word. Not for use by several threads. */
final class ClockWatch {
    private static final Duration WORTH_SAYING = Duration.ofSeconds(10);

    private final LongSupplier nanos;
    private Instant time;
    private long at;

    /** @param nanos since some moment */
    ClockWatch(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** What happened to the clock, which shows {@code now}, since the last look. */
    Optional<Event> look(Instant now) {
        long moment = nanos.getAsLong();
        Duration set =
                time == null ? Duration.ZERO : Duration.between(time, now).minusNanos(moment - at);
        if (time != null && set.abs().compareTo(WORTH_SAYING) < 0) {
            return Optional.empty();
        }
        time = now;
        at = moment;
        return set.isZero() ? Optional.empty() : Optional.of(new Event.ClockSet(set.toMillis()));
    }
}
