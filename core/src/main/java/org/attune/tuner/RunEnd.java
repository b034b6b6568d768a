package org.attune.tuner;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.study.Planner;
import org.attune.study.Study;
import org.attune.study.Trial;

/**
 * How a run comes to its end, and how trials are let go: all of them with the run, each before the allocation ends that it is in. Those about which nothing was decided go on in a later
 * run. Not for use by several threads.
 */
final class RunEnd {
    private final Planner planner;
    private final TrialRunner runner;
    private final Allocations allocations;
    private final Inbox inbox;
    /** Trials that were asked to end although nothing was decided about them, and why. */
    private final Map<Integer, String> interrupted = new HashMap<>();

    private Outcome outcome;

    RunEnd(Planner planner, TrialRunner runner, Allocations allocations, Inbox inbox) {
        this.planner = planner;
        this.runner = runner;
        this.allocations = allocations;
        this.inbox = inbox;
    }

    /** Whether nothing begins any more. */
    boolean hasBegun() {
        return outcome != null;
    }

    /** Null before it has begun. */
    Outcome outcome() {
        return outcome;
    }

    /** It begins, as there is nothing left to do. */
    void begin(Outcome why) {
        outcome = why;
    }

    /** It begins: what runs ends with its next report, or is asked to. */
    void drain(Outcome why) {
        if (outcome != null) {
            return;
        }
        outcome = why;
        for (int id : study().running()) {
            Trial trial = study().trial(id);
            int attempt = trial.attempts().size();
            inbox.putAfter(planner.spec().grace(), () -> {
                if (study().runs(id, attempt)) {
                    interrupt(trial, false);
                }
            });
        }
    }

    /** The study's time is used up then. */
    void drainAfter(Duration left) {
        if (left.isZero() || left.isNegative()) {
            drain(Outcome.TIME);
        } else {
            inbox.putAfter(left, () -> drain(Outcome.TIME));
        }
    }

    /** It begins before the allocation of the run ends. */
    void beginInTime() {
        Optional<Duration> left = allocations.toAsk().filter(time -> !time.isNegative());
        if (left.isPresent()) {
            inbox.putAfter(left.get(), this::beginInTime);
        } else if (outcome == null) {
            outcome = Outcome.ALLOCATION;
        }
    }

    void interruptAll(boolean now) {
        for (int trial : List.copyOf(study().running())) {
            interrupt(study().trial(trial), now);
        }
    }

    /** Asks it to end before its allocation does, and then makes it. */
    void interruptInTime(Trial trial, int attempt) {
        String worker = trial.attempts().get(attempt - 1).worker();
        Optional<Duration> left = allocations.toAsk(worker);
        if (left.isPresent()) {
            allocations
                    .watch(trial.id(), attempt)
                    .ifPresent(watch -> inbox.putAfter(left.get(), () -> askToEnd(trial, attempt, worker, watch)));
        }
    }

    private void askToEnd(Trial trial, int attempt, String worker, Allocations.Watch watch) {
        Optional<Duration> left = allocations.toAsk(worker).filter(time -> !time.isNegative());
        if (!study().runs(trial.id(), attempt) || !allocations.watches(trial.id(), watch)) {
            return;
        } else if (left.isPresent()) {
            inbox.putAfter(left.get(), () -> askToEnd(trial, attempt, worker, watch));
            return;
        }
        interrupt(trial, false);
        inbox.putAfter(allocations.toKill(worker), () -> {
            if (study().runs(trial.id(), attempt)) {
                interrupt(trial, true);
            }
        });
    }

    private void interrupt(Trial trial, boolean now) {
        if (trial.verdict().isEmpty()) {
            isInterrupted(trial);
        }
        allocations.told(trial.id());
        runner.execute(new Command.End(trial.id(), trial.attempts().size(), now));
    }

    /** It is told to end in another way. */
    void isInterrupted(Trial trial) {
        boolean isAllocation = outcome == null || outcome == Outcome.ALLOCATION;
        interrupted.put(trial.id(), isAllocation ? Judge.ALLOCATION_ENDS : Judge.INTERRUPTED);
    }

    /** Why it was asked to end, now that it has; absent if it was not. */
    Optional<String> takeReason(Trial trial) {
        return Optional.ofNullable(interrupted.remove(trial.id()));
    }

    private Study study() {
        return planner.study();
    }
}
