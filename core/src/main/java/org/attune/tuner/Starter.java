package org.attune.tuner;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.attune.space.Configuration;
import org.attune.space.derived.UnderivableException;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Next;
import org.attune.study.Planner;
import org.attune.study.Trial;

/** Starts attempts, each when its start is durable, unless by then it is not to begin any more. Not for use by several threads. */
final class Starter {
    private final Planner planner;
    private final TrialRunner runner;
    private final Recorder recorder;
    private final RunEnd end;
    private final Spent spent;
    private final Clock clock;
    private final Consumer<Signal.AttemptOver> over;

    /** @param over told of attempts that never began */
    Starter(
            Planner planner,
            TrialRunner runner,
            Recorder recorder,
            RunEnd end,
            Spent spent,
            Clock clock,
            Consumer<Signal.AttemptOver> over) {
        this.planner = planner;
        this.runner = runner;
        this.recorder = recorder;
        this.end = end;
        this.spent = spent;
        this.clock = clock;
        this.over = over;
    }

    void start(Next.Begin begin) {
        List<Event> events = new ArrayList<>();
        begin.created().ifPresent(events::add);
        events.add(begin.started());
        recorder.record(events, () -> isDurable(begin.started()));
    }

    private void isDurable(Event.AttemptStarted started) {
        Trial trial = planner.study().trial(started.trial());
        if (end.hasBegun()) {
            // Nobody would tell it that it is to end.
            end.isInterrupted(trial);
            neverBegun(started, Cause.PREEMPTED, "");
            return;
        }
        Duration ran = spent.begin(trial.id(), trial.ran(clock.instant()));
        Optional<Duration> left = planner.spec().trialTimeLimit().map(limit -> limit.minus(ran));
        if (left.isPresent() && (left.get().isZero() || left.get().isNegative())) {
            neverBegun(started, Cause.TIME_LIMIT, "");
            return;
        }
        Configuration configuration;
        try {
            configuration = planner.configuration(trial);
        } catch (UnderivableException e) {
            neverBegun(started, Cause.ERROR, e.getMessage());
            return;
        }
        runner.execute(new Command.Start(
                started.trial(),
                started.attempt(),
                started.worker(),
                configuration,
                started.until(),
                started.from(),
                started.checkpoint(),
                left));
        end.interruptInTime(trial, started.attempt());
    }

    private void neverBegun(Event.AttemptStarted started, Cause cause, String message) {
        over.accept(new Signal.AttemptOver(started.trial(), started.attempt(), cause, message, OptionalInt.empty()));
    }
}
