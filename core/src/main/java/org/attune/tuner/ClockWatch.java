package org.attune.tuner;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.attune.study.Event;

/** Notices that the clock was set, by one that nobody sets. Clocks are put right a little all the time: less than ten seconds is not worth a word. Not for use by several threads. */
final class ClockWatch {
    private static final Duration WORTH_SAYING = Duration.ofSeconds(10);
    /** As long as workers run on without a head, unless told otherwise. */
    private static final Duration LONGEST_WITHOUT_HEAD = Duration.ofMinutes(10);

    private final LongSupplier nanos;
    private Instant time;
    private long at;

    /** @param nanos since some moment */
    ClockWatch(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * What became of the clock between two heads whose attempts ran on, as far as it is to be seen. A time that they
     * can have run without a head is believed; of a longer one, for which the head before may have had nothing to
     * write, what the file system has seen pass.
     *
     * @param last event of the one before, by its clock
     * @param now by the clock of the next
     * @param silence since that event, by the clock of the file system
     */
    static Optional<Event> betweenHeads(Instant last, Instant now, Duration silence) {
        Duration gap = Duration.between(last, now);
        if (gap.compareTo(WORTH_SAYING.negated()) > 0 && gap.compareTo(LONGEST_WITHOUT_HEAD) <= 0) {
            return Optional.empty();
        }
        boolean isSilence = !gap.isNegative() && silence.compareTo(WORTH_SAYING) >= 0;
        Duration set = isSilence ? gap.minus(silence) : gap;
        return isSilence && set.compareTo(WORTH_SAYING) < 0
                ? Optional.empty()
                : Optional.of(new Event.ClockSet(set.toMillis()));
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
