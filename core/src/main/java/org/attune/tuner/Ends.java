package org.attune.tuner;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.attune.timeleft.Leaving;
import org.attune.timeleft.Margin;
import org.attune.timeleft.Span;

/** When the allocations end in which a tuner and its trials run, by a clock that nobody sets. Not for use by several threads. */
final class Ends {
    private final TrialRunner runner;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Duration grace;
    private final Map<String, End> workers = new HashMap<>();
    private final Map<Integer, Long> told = new HashMap<>();
    private final Leaving leaving = new Leaving();
    private boolean areSaved;
    private End run;

    /** {@code at}: by the clock of nanoseconds; {@code whole}: how long it was to the end when that was first heard of. */
    private record End(long at, Duration whole) {}

    /** @param grace how long a trial may take to end */
    Ends(TrialRunner runner, Clock clock, LongSupplier nanos, Duration grace) {
        this.runner = runner;
        this.clock = clock;
        this.nanos = nanos;
        this.grace = grace;
    }

    /** The run itself has to be over by then; said again if that was changed. */
    void runEnds(Instant at) {
        End now = end(at);
        run = run == null
                ? now
                : new End(now.at(), longer(now.whole(), run.whole().plusNanos(now.at() - run.at())));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Whether trials save with what they report. */
    void areSaved(boolean saved) {
        areSaved = saved;
    }

    /** A trial was told to end. */
    void told(int trial) {
        told.putIfAbsent(trial, nanos.getAsLong());
    }

    void over(int trial) {
        Long since = told.remove(trial);
        if (since != null) {
            leaving.took(Duration.ofNanos(nanos.getAsLong() - since));
        }
    }

    /** In which trials can run on a worker; absent if nobody knows of an end. */
    Optional<Span> span(String worker) {
        return span(of(worker));
    }

    /** In which trials of this run can run anywhere; absent if nobody knows of an end. */
    Optional<Span> span() {
        return span(run);
    }

    /** How long until an attempt there is asked to end; absent if nobody knows of an end. */
    Optional<Duration> toAsk(String worker) {
        return Optional.ofNullable(of(worker))
                .map(end -> left(end).minus(margin(end).ask()));
    }

    /** The same for all attempts of this run. */
    Optional<Duration> toAsk() {
        return Optional.ofNullable(run).map(end -> left(end).minus(margin(end).ask()));
    }

    /** How long until an attempt there is ended. */
    Duration toKill(String worker) {
        End end = of(worker);
        return end == null ? Duration.ZERO : left(end).minus(margin(end).kill());
    }

    /** The earliest end at which something is worth beginning that needs so much time. */
    Instant after(Duration need) {
        Margin margin = Margin.of(need.multipliedBy(2), leaving.most(), grace, areSaved);
        return clock.instant().plus(need).plus(margin.pause());
    }

    private Optional<Span> span(End end) {
        if (end == null) {
            return Optional.empty();
        }
        Duration pause = margin(end).pause();
        return Optional.of(new Span(left(end).minus(pause), end.whole().minus(pause)));
    }

    private Margin margin(End end) {
        return Margin.of(end.whole(), leaving.most(), grace, areSaved);
    }

    private Duration left(End end) {
        return Duration.ofNanos(end.at() - nanos.getAsLong());
    }

    private End of(String worker) {
        End own = workers.get(worker);
        if (own == null && !worker.isEmpty()) {
            own = runner.until(worker).map(this::end).orElse(null);
            if (own != null) {
                workers.put(worker, own);
            }
        }
        return own == null || (run != null && run.at() < own.at()) ? run : own;
    }

    private End end(Instant at) {
        Duration left = Duration.between(clock.instant(), at);
        return new End(nanos.getAsLong() + left.toNanos(), left);
    }
}
