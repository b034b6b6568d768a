package org.attune.tuner;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.attune.study.Attempt;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.SharedEnd;
import org.attune.study.Study;
import org.attune.study.Trial;

/**
 * How attempts ended that ran under a head which is gone.
 *
 * @param exhausted the job that took more memory than it had, and was killed with head and trials in it
 * @param beside how many ran on each worker
 */
record LostWithHead(Optional<String> exhausted, Map<String, Long> beside) {

    static LostWithHead of(Study study, Optional<String> exhausted) {
        return new LostWithHead(
                exhausted,
                study.running().stream()
                        .map(trial -> last(study.trial(trial)).worker())
                        .collect(Collectors.groupingBy(worker -> worker, Collectors.counting())));
    }

    Event.AttemptEnded end(Trial trial) {
        Attempt attempt = last(trial);
        int trials = beside.get(attempt.worker()).intValue();
        return exhausted
                .map(job -> seen(
                        trial,
                        attempt,
                        Cause.NODE_LOST,
                        new SharedEnd(job, trials).words() + ", and the head of the study: nobody is blamed."))
                .map(seen -> Judge.ofSharedEnds(trial, seen).orElse(ended(seen)))
                .orElseGet(() -> ended(seen(trial, attempt, Cause.HEAD_LOST, "")));
    }

    private static Signal.AttemptOver seen(Trial trial, Attempt attempt, Cause cause, String message) {
        return new Signal.AttemptOver(trial.id(), attempt.number(), cause, message, OptionalInt.empty());
    }

    private static Event.AttemptEnded ended(Signal.AttemptOver seen) {
        return new Event.AttemptEnded(seen.trial(), seen.attempt(), seen.cause(), seen.message(), seen.exit());
    }

    private static Attempt last(Trial trial) {
        return trial.attempts().get(trial.attempts().size() - 1);
    }
}
