package org.attune.tuner;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.attune.study.Event;
import org.attune.study.Next;
import org.attune.study.Planner;
import org.attune.study.Trial;
import org.attune.timeleft.HeldBack;
import org.attune.timeleft.Need;
import org.attune.timeleft.Needs;
import org.attune.timeleft.Span;

/** Time as a resource: what of a study is worth beginning, or going on with, before the allocation ends in which it would run. Not for use by several threads. */
final class Allocations {
    private final Planner planner;
    private final TrialRunner runner;
    private final Rests rests;
    private final Consumer<String> heldBack;
    private final Ends ends;
    private final Needs needs;
    private final HeldBack held = new HeldBack();
    private final Map<Integer, Watch> watched = new HashMap<>();
    private boolean isAnyResting;
    private int told;

    /** The wait for the end of an attempt. */
    static final class Watch {
        private final int attempt;

        private Watch(int attempt) {
            this.attempt = attempt;
        }
    }

    /** @param heldBack told what does not begin, for people */
    Allocations(
            Planner planner,
            TrialRunner runner,
            Rests rests,
            Clock clock,
            LongSupplier nanos,
            Consumer<String> heldBack) {
        this.planner = planner;
        this.runner = runner;
        this.rests = rests;
        this.heldBack = heldBack;
        this.ends = new Ends(runner, clock, nanos, planner.spec().grace());
        this.needs = new Needs(planner.spec().space(), runner::kind);
    }

    /** Those that wait for an end before are not to count any more. */
    void runEnds(Instant at) {
        ends.runEnds(at);
        watched.clear();
    }

    void begin() {
        needs.learn(planner.study());
        ends.areSaved(needs.areSaved());
    }

    void learn(List<Event> all, Instant now) {
        needs.learn(planner.study(), all, now);
        ends.areSaved(needs.areSaved());
    }

    void told(int trial) {
        ends.told(trial);
    }

    void over(int trial) {
        ends.over(trial);
    }

    Optional<Duration> toAsk() {
        return ends.toAsk();
    }

    Optional<Duration> toAsk(String worker) {
        return ends.toAsk(worker);
    }

    /** A wait for the end of an attempt, unless there is one already. */
    Optional<Watch> watch(int trial, int attempt) {
        Watch before = watched.get(trial);
        if (before != null && before.attempt == attempt) {
            return Optional.empty();
        }
        Watch watch = new Watch(attempt);
        watched.put(trial, watch);
        return Optional.of(watch);
    }

    /** Whether it still counts. */
    boolean watches(int trial, Watch watch) {
        return watched.get(trial) == watch;
    }

    Duration toKill(String worker) {
        return ends.toKill(worker);
    }

    /** What a place should do that is worth its while there. {@code place}: absent if there is none. */
    Next next(Optional<String> place) {
        String worker = place.orElse("");
        held.clear();
        isAnyResting = false;
        Optional<Span> span = ends.span(worker);
        return planner.next(worker, trial -> isResting(trial, place), begin -> isWorthWhile(begin, span));
    }

    boolean isAnyHeldBack() {
        return !held.isEmpty();
    }

    /** When the allocation ends at the earliest in which the least of it would fit. */
    Instant leastEnd() {
        return ends.after(held.least());
    }

    /** Tells what is held back when that begins or ends, and when it has become twice as much. */
    void tell() {
        if (held.isEmpty() != (told == 0) || held.count() >= 2 * told && told > 0) {
            told = held.count();
            heldBack.accept(held.text());
        }
    }

    /** Whether there is nothing more for this run to do: what waits for time will not find any before its own allocation ends. */
    boolean isNothingWorthWhile() {
        return !held.isEmpty()
                && !isAnyResting
                && ends.span()
                        .filter(span -> span.left().compareTo(held.least()) < 0)
                        .isPresent();
    }

    /** Whether a trial that has just saved should pause, as it would not come to where it saves again. */
    boolean isTimeUp(Trial trial) {
        Optional<Span> span = trial.lastAttempt().flatMap(attempt -> ends.span(attempt.worker()));
        return span.isPresent()
                && needs.toGoOn(trial, planner.until(trial))
                        .filter(need -> !span.get().fits(Optional.of(need)))
                        .isPresent();
    }

    private boolean isResting(int trial, Optional<String> place) {
        boolean resting = rests.isResting(trial)
                || place.filter(worker -> runner.shuns(trial, worker)).isPresent();
        isAnyResting |= resting;
        return resting;
    }

    private boolean isWorthWhile(Next.Begin begin, Optional<Span> span) {
        if (span.isEmpty()) {
            return true;
        }
        Optional<Need> need = needs.toBegin(begin, planner.study());
        boolean fits = span.get().fits(need);
        if (!fits) {
            held.add(begin.started().trial(), need.orElse(Need.UNKNOWN), span.get());
        }
        return fits;
    }
}
