package org.attune.tuner;

import java.time.Duration;
import java.util.Optional;
import org.attune.study.Attempt;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Planner;
import org.attune.study.SharedEnd;
import org.attune.study.Trial;
import org.attune.study.Verdict;

/** Says what the end of an attempt means: what was decided about the trial counts before what its runner saw. */
final class Judge {
    /** How often a trial may be alone on its worker when its job runs out of memory, before that is its own fault. */
    private static final int MOST_SHARED_ENDS = 3;

    static final String INTERRUPTED = "interrupted";
    static final String ALLOCATION_ENDS = "interrupted, as its allocation ends";

    private final Planner planner;
    private final Rests rests;

    Judge(Planner planner, Rests rests) {
        this.planner = planner;
        this.rests = rests;
    }

    /** @param interrupted why the trial was asked to end although nothing was decided about it; absent if it was not */
    Event.AttemptEnded judge(Trial trial, Signal.AttemptOver seen, Optional<String> interrupted) {
        Optional<Verdict> verdict = trial.verdict();
        if (verdict.isPresent()) {
            return ended(seen, verdict.get().cause(), "");
        } else if (seen.cause() == Cause.TIME_LIMIT) {
            return ended(seen, Cause.TIME_LIMIT, seen.message().isEmpty() ? tooLong() : seen.message());
        } else if (interrupted.isPresent()) {
            return ended(seen, Cause.PREEMPTED, interrupted.get());
        } else if (seen.cause() == Cause.FINISHED) {
            return hasReported(trial, metric())
                    ? ended(seen, Cause.FINISHED, "")
                    : ended(seen, Cause.ERROR, withoutTheObjective(trial, seen.message()));
        } else if (rests.isKilledAgainAndAgain(trial, seen)) {
            return ended(seen, Cause.ERROR, seen.message() + ", three times in a row without a report");
        }
        return ofSharedEnds(trial, seen).orElseGet(() -> ended(seen, seen.cause(), seen.message()));
    }

    /** If it was alone on its worker too often when the memory of its job ran out. */
    static Optional<Event.AttemptEnded> ofSharedEnds(Trial trial, Signal.AttemptOver seen) {
        return sharedEnds(trial, seen) < MOST_SHARED_ENDS
                ? Optional.empty()
                : Optional.of(ended(
                        seen,
                        Cause.OUT_OF_MEMORY,
                        "three times with this trial its job took more memory than it had, and the trial was alone on its worker."
                                + " Ask for more memory (slurm.mem), or make the trial smaller"));
    }

    /** How often it was alone on its worker, in a job of several, when that ran out of memory: since it last failed, with now; 0 if it is not so now. */
    private static long sharedEnds(Trial trial, Signal.AttemptOver seen) {
        if (!isAloneInSharedEnd(seen.cause(), seen.message())) {
            return 0;
        }
        long count = 1;
        for (Attempt attempt : trial.attempts()) {
            Cause cause = attempt.cause().orElse(Cause.FINISHED);
            count = cause.isFailure() ? 1 : isAloneInSharedEnd(cause, attempt.message()) ? count + 1 : count;
        }
        return count;
    }

    private static boolean isAloneInSharedEnd(Cause cause, String message) {
        return SharedEnd.in(cause, message).filter(end -> end.trials() == 1).isPresent();
    }

    private static Event.AttemptEnded ended(Signal.AttemptOver seen, Cause cause, String message) {
        return new Event.AttemptEnded(seen.trial(), seen.attempt(), cause, message, seen.exit());
    }

    private String tooLong() {
        Optional<Duration> limit = planner.spec().trialTimeLimit();
        return "it ran longer than trial_time_limit"
                + limit.map(time -> ", " + Texts.duration(time)).orElse("");
    }

    private String metric() {
        return planner.study().objective().metric();
    }

    private static boolean hasReported(Trial trial, String metric) {
        return trial.reports().stream().anyMatch(report -> report.metrics().containsKey(metric));
    }

    private String withoutTheObjective(Trial trial, String reason) {
        String guess = reason.isEmpty()
                ? "Maybe it never calls attune.report, nor prints a line that begins with 'attune:'?"
                : reason;
        String told = trial.reports().isEmpty()
                ? guess
                : "It reported "
                        + String.join(", ", trial.reports().get(0).metrics().keySet())
                        + ": maybe that is what objective.metric should name?";
        return "the trial ended without a report of '" + metric() + "'. " + told;
    }
}
