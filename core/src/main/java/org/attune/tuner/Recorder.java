package org.attune.tuner;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.attune.journal.Journal;
import org.attune.study.Event;
import org.attune.study.Planner;

/**
 * Takes events into the study, with all that follows from them, and writes them to the journal. What depends on them is done on the tuner's thread once they are durable. Only that thread may use it.
 */
final class Recorder {
    private final Planner planner;
    private final Journal journal;
    private final Inbox inbox;
    private final TunerListener listener;
    private final Allocations allocations;
    private final Discards discards;
    private final Clock clock;
    private final ClockWatch clockWatch;

    Recorder(
            Planner planner,
            Journal journal,
            Inbox inbox,
            TunerListener listener,
            Allocations allocations,
            Discards discards,
            Clock clock,
            LongSupplier nanos) {
        this.planner = planner;
        this.journal = journal;
        this.inbox = inbox;
        this.listener = listener;
        this.allocations = allocations;
        this.discards = discards;
        this.clock = clock;
        this.clockWatch = new ClockWatch(nanos);
    }

    /** From now on it notices when the clock is set. */
    void begin(Instant now) {
        clockWatch.look(now);
    }

    /** Nothing depends on it: it need not be written at once. */
    void record(Event event) {
        Instant now = clock.instant();
        List<Event> all = accept(List.of(event), now);
        journal.append(now, all);
        listener.changed(planner.study(), all);
    }

    /** @param then runs when the events are durable, before checkpoints go that they make superfluous */
    void record(List<Event> events, Runnable then) {
        Instant now = clock.instant();
        List<Event> all = accept(events, now);
        journal.append(
                now,
                all,
                () -> inbox.put(() -> {
                    then.run();
                    all.forEach(discards::after);
                }));
        listener.changed(planner.study(), all);
    }

    /** @param then runs when all events so far are durable */
    void whenDurable(Runnable then) {
        journal.append(clock.instant(), List.of(), () -> inbox.put(then));
    }

    /** Takes them in after what happened to the clock itself; returns them with all that follows. */
    private List<Event> accept(List<Event> events, Instant now) {
        List<Event> all = planner.acceptAll(
                Stream.concat(clockWatch.look(now).stream(), events.stream()).toList(), now);
        allocations.learn(all, now);
        return all;
    }
}
