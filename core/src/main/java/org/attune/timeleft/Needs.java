package org.attune.timeleft;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.study.Attempt;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Next;
import org.attune.study.Placement;
import org.attune.study.Report;
import org.attune.study.Study;
import org.attune.study.Trial;

/** What trials need, learnt from a study's events. Events are told after the study has taken them in. Not for use by several threads. */
public final class Needs {
    private final StepTimes times;
    private final Stretches stretches = new Stretches();
    private final UnaryOperator<String> kinds;
    private final Map<Integer, Course> courses = new HashMap<>();

    /**
     * Where a running attempt is.
     *
     * @param since when it began or reported last; null if its head has changed meanwhile: it may have waited for the next one, and that may have another clock
     * @param saved step of what is kept
     * @param isFirst whether it has not reported yet
     */
    private record Course(String kind, Instant since, int step, int saved, boolean isFirst) {
        Course at(Instant other) {
            return new Course(kind, other, step, saved, isFirst);
        }

        Course set(long millis) {
            return since == null ? this : at(since.plusMillis(millis));
        }
    }

    /** @param kinds kind of machine of a worker, by its name */
    public Needs(SearchSpace space, UnaryOperator<String> kinds) {
        this.times = new StepTimes(space);
        this.kinds = kinds;
    }

    /** All that a study has seen under heads before. */
    public void learn(Study study) {
        study.trials().forEach(this::learn);
        courses.replaceAll((trial, one) -> one.at(null));
    }

    public void learn(Study study, List<Event> events, Instant time) {
        for (Event event : events) {
            if (event instanceof Event.AttemptStarted e) {
                began(e.trial(), kinds.apply(e.worker()), e.from(), time);
            } else if (event instanceof Event.Reported e) {
                reported(study.trial(e.trial()), e.step(), e.checkpoint().isPresent(), time);
            } else if (event instanceof Event.AttemptEnded e) {
                ended(study.trial(e.trial()), e.cause());
            } else if (event instanceof Event.ClockSet e) {
                courses.replaceAll((trial, one) -> one.set(e.millis()));
            }
        }
    }

    /** Whether trials save with what they report. */
    public boolean areSaved() {
        return stretches.areKnown();
    }

    /**
     * What an attempt needs that begins; absent if nothing like it has been seen.
     *
     * @param worker where
     * @param from step of the checkpoint from which it goes on
     * @param until step at which it is decided on
     */
    public Optional<Need> toBegin(int trial, Configuration configuration, String worker, int from, OptionalInt until) {
        String kind = kinds.apply(worker);
        return need(trial, configuration, kind, from, until)
                .map(need -> new Need(need.steps(), need.time().plus(times.load(kind))));
    }

    /** The same of what the planner would begin now. */
    public Optional<Need> toBegin(Next.Begin begin, Study study) {
        Event.AttemptStarted started = begin.started();
        Configuration configuration = begin.created()
                .map(Event.TrialCreated::configuration)
                .orElseGet(() -> study.trial(started.trial()).configuration());
        return toBegin(started.trial(), configuration, started.worker(), started.from(), started.until());
    }

    /** What a trial needs that has just saved and runs on; absent if it has not, or is about to end. */
    public Optional<Need> toGoOn(Trial trial, OptionalInt until) {
        Course course = courses.get(trial.id());
        return course == null || course.saved() < trial.step() || stretches.isAtItsEnd(trial.step(), until)
                ? Optional.empty()
                : need(trial.id(), trial.configuration(), course.kind(), trial.step(), until);
    }

    private Optional<Need> need(int trial, Configuration configuration, String kind, int from, OptionalInt until) {
        OptionalInt steps = stretches.next(trial, from, until);
        return steps.isEmpty()
                ? Optional.empty()
                : times.step(trial, kind, configuration)
                        .map(one -> new Need(steps.getAsInt(), one.times(steps.getAsInt())));
    }

    private void learn(Trial trial) {
        int next = 0;
        for (Attempt attempt : trial.attempts()) {
            began(trial.id(), kind(attempt), attempt.from(), attempt.started());
            for (; next < trial.reports().size() && trial.reports().get(next).attempt() == attempt.number(); next++) {
                Report report = trial.reports().get(next);
                long set = trial.clockSetBefore(attempt.number(), next);
                courses.computeIfPresent(trial.id(), (id, one) -> one.set(set));
                reported(trial, report.step(), report.checkpoint().isPresent(), report.time());
            }
            attempt.cause().ifPresent(cause -> ended(trial, cause));
        }
    }

    /** Workers of former runs are not there any more, or others have their names. */
    private String kind(Attempt attempt) {
        return attempt.placement()
                .map(Placement::machine)
                .filter(kind -> !kind.isEmpty())
                .orElseGet(() -> kinds.apply(attempt.worker()));
    }

    private void began(int trial, String kind, int from, Instant time) {
        courses.put(trial, new Course(kind, time, from, from, true));
    }

    private void reported(Trial trial, int step, boolean isSaved, Instant time) {
        Course course = courses.get(trial.id());
        if (course == null || step <= course.step()) {
            return;
        }
        if (course.since() != null) {
            took(trial, course, step - course.step(), Duration.between(course.since(), time));
        }
        if (isSaved) {
            stretches.saved(trial.id(), step - course.saved());
        }
        courses.put(trial.id(), new Course(course.kind(), time, step, isSaved ? step : course.saved(), false));
    }

    private void took(Trial trial, Course course, int steps, Duration time) {
        double seconds = Math.max(0.001, time.toMillis() / 1000.0);
        if (course.isFirst()) {
            times.first(trial.id(), course.kind(), trial.configuration(), steps, seconds);
        } else {
            times.next(trial.id(), course.kind(), trial.configuration(), steps, seconds);
        }
    }

    private void ended(Trial trial, Cause cause) {
        courses.remove(trial.id());
        if (cause == Cause.FINISHED) {
            stretches.ended(trial.step());
        }
    }
}
