package org.attune.cli.live;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Excuse;
import org.attune.study.Report;
import org.attune.study.Study;
import org.attune.study.Trial;
import org.attune.study.TrialState;

/** What happened to a trial, in a line. The study is as it is after the event and what followed from it. */
final class EventWords {
    private EventWords() {}

    static String started(Study study, Event.AttemptStarted started) {
        Trial trial = study.trial(started.trial());
        String until =
                started.until().isPresent() ? " until step " + started.until().getAsInt() : "";
        return started.attempt() == 1
                ? "trial " + trial.id() + " started" + until + ": " + Numbers.text(trial.configuration())
                : "trial " + trial.id() + " goes on" + from(started.from()) + until;
    }

    /** For a trial that does not go on by itself. */
    static String ended(Study study, Event.AttemptEnded ended) {
        Trial trial = study.trial(ended.trial());
        String state = isOurs(ended) ? "interrupted" : trial.state().name().toLowerCase(Locale.ROOT);
        List<Report> reports = trial.reports();
        boolean told = !reports.isEmpty()
                && reports.get(reports.size() - 1)
                        .metrics()
                        .containsKey(study.objective().metric());
        String value = told ? ": " + metric(study, trial.value()) : "";
        return "trial " + trial.id() + " " + state + step(trial) + value + (isOurs(ended) ? "" : message(ended));
    }

    /**
     * For a trial that goes on although it failed, or was ended by something else than Attune.
     *
     * @param pause how long it rests before
     */
    static Optional<String> requeued(Study study, Event.AttemptEnded ended, Optional<Duration> pause) {
        Trial trial = study.trial(ended.trial());
        if (trial.state() != TrialState.QUEUED || isOurs(ended)) {
            return Optional.empty();
        }
        String next = from(trial.latestCheckpoint().map(Report::step).orElse(0));
        if (ended.cause().isFailure()) {
            return Optional.of(
                    "trial " + trial.id() + " failed" + step(trial) + message(ended) + "; it is tried again" + next);
        }
        if (Excuse.in(ended.cause(), ended.message()).isPresent()) {
            return Optional.of("trial " + trial.id() + " " + ended.message().strip());
        }
        String what = ended.message().startsWith("killed ")
                ? ended.message().strip()
                : ended.cause() == Cause.PREEMPTED ? "interrupted" + message(ended) : "lost" + message(ended);
        String then = pause.map(time -> "; it rests " + time.toSeconds() + " s, then goes on")
                .orElse("; it goes on");
        return Optional.of("trial " + trial.id() + " was " + what + then + next);
    }

    static String best(Study study, Trial trial) {
        return "best so far: " + metric(study, trial.bestValue()) + ", trial " + trial.id() + " at step "
                + trial.best().map(Report::step).orElse(0);
    }

    /** Whether Attune itself interrupted it, since the study is to pause or the allocation ends. */
    private static boolean isOurs(Event.AttemptEnded ended) {
        return ended.cause() == Cause.PREEMPTED && ended.message().startsWith("interrupted");
    }

    private static String from(int step) {
        return step == 0 ? " from its beginning" : " from step " + step;
    }

    private static String step(Trial trial) {
        return trial.reports().isEmpty() ? "" : " at step " + trial.step();
    }

    private static String message(Event.AttemptEnded ended) {
        return ended.message().isEmpty() ? "" : " (" + ended.message().strip() + ")";
    }

    private static String metric(Study study, double value) {
        return study.objective().metric() + " " + Numbers.text(value);
    }
}
