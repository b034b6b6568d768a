package org.attune.study;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.attune.sampler.Observation;
import org.attune.sampler.Randomness;
import org.attune.sampler.Sampler;
import org.attune.scheduler.Decision;
import org.attune.scheduler.NextStep;
import org.attune.scheduler.Scheduler;
import org.attune.scheduler.Schedulers;
import org.attune.space.Completion;
import org.attune.space.Configuration;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecReader;
import org.attune.text.Json;

/**
 * The thinking half of a study: takes in events and says which follow from them, and what a free slot should do. It is a function of the study's
 * definition and the events so far, so that an opened journal leads to where it was left: no clock, no I/O, no threads. One thread uses it at a time.
 *
 * <pre>
 * planner.accept(trialCreated(0))                -> nothing
 * planner.accept(attemptStarted(0))              -> nothing
 * planner.accept(reported(0, step 3, loss 0.4))  -> decided(0, PAUSE)
 * planner.accept(attemptEnded(0))                -> nothing; trial 0 is PAUSED
 * planner.next("local")                          -> Begin(trial 1, ...)
 * </pre>
 */
public final class Planner {
    private final Study study;
    private final Model model;
    private final Scheduler scheduler;
    private final List<Event> unconfirmed = new ArrayList<>();
    private StudySpec spec;
    private final Map<FailureKind, Integer> failures = new HashMap<>();
    private int failed;
    private int mostOfAKind;
    private boolean anyResult;

    public Planner(StudySpec spec) {
        this(spec, new Model(spec), Schedulers.create(spec.scheduler()));
    }

    /** With a sampler and a scheduler of one's own, in the state in which they were made. The space of such a study does not change. */
    public Planner(StudySpec spec, Sampler sampler, Scheduler scheduler) {
        this(spec, new Model(spec, sampler), scheduler);
    }

    private Planner(StudySpec spec, Model model, Scheduler scheduler) {
        this.spec = spec;
        this.study = new Study(spec.objective());
        this.model = model;
        this.scheduler = scheduler;
        scheduler.limit(limit());
    }

    public Study study() {
        return study;
    }

    public StudySpec spec() {
        return spec;
    }

    /** How many trials there may be. */
    public int limit() {
        return (int) Math.min(model.limit(), spec.trials().orElse(Integer.MAX_VALUE));
    }

    /** Takes in an event and returns those that follow from it, which are taken in already. */
    public List<Event> accept(Event event, Instant time) {
        List<Event> following = consequences(event, time);
        following.forEach(next -> study.apply(next, time));
        return following;
    }

    /** Takes in events that happened at one time, and returns them, each with those that follow from it behind it. */
    public List<Event> acceptAll(List<? extends Event> events, Instant time) {
        List<Event> all = new ArrayList<>();
        for (Event event : events) {
            all.add(event);
            all.addAll(accept(event, time));
        }
        return all;
    }

    /**
     * Takes in an event of the journal. What follows from it is expected to come next, as it came when the event was new.
     *
     * @throws ReplayException if it does not
     */
    public void replay(Event event, Instant time) {
        if (event instanceof Event.Decided decided && decided.verdict() != Verdict.CANCEL) {
            if (unconfirmed.isEmpty() || !unconfirmed.get(0).equals(event)) {
                throw new ReplayException(
                        unconfirmed.isEmpty() ? "nothing" : unconfirmed.get(0).toString(), event.toString());
            }
            unconfirmed.remove(0);
            study.apply(event, time);
        } else {
            unconfirmed.addAll(consequences(event, time));
        }
    }

    /** Ends the replay: the events that the journal lost its hold of before they were written, taken in now. */
    public List<Event> endReplay(Instant time) {
        List<Event> lost = List.copyOf(unconfirmed);
        unconfirmed.clear();
        lost.forEach(event -> study.apply(event, time));
        return lost;
    }

    /** Step at which the scheduler or the study's stop rule decides on the trial next. */
    public OptionalInt until(Trial trial) {
        return trial.state().isFinal() ? OptionalInt.empty() : until(scheduler.until(trial.id()));
    }

    private OptionalInt until(OptionalInt step) {
        OptionalInt last = spec.stop().step();
        return step.isEmpty() || (last.isPresent() && last.getAsInt() < step.getAsInt()) ? last : step;
    }

    /** What a free slot of a worker should do now. Changes nothing. */
    public Next next(String worker) {
        return next(worker, trial -> false);
    }

    /**
     * The same, where some trials are not to be started yet.
     *
     * @param resting which trials of the queue are passed over; as long as there is one, the study is not done
     */
    public Next next(String worker, IntPredicate resting) {
        return next(worker, resting, begin -> true);
    }

    /**
     * The same, where not everything is worth beginning: what is refused waits, and another goes first.
     *
     * @param fits whether this is to begin; of what could, it is asked in order until it says so
     */
    public Next next(String worker, IntPredicate resting, Predicate<Next.Begin> fits) {
        for (int trial : study.queued()) {
            if (!resting.test(trial)) {
                Next.Begin begin = begin(Optional.empty(), study.trial(trial), worker);
                if (fits.test(begin)) {
                    return begin;
                }
            }
        }
        Proposal proposal = new Proposal(study.trials().size());
        NextStep step = scheduler.next(
                trial -> study.trial(trial).state() == TrialState.PAUSED
                        && fits.test(begin(Optional.empty(), study.trial(trial), worker)),
                start -> proposal.get()
                        .map(configuration -> fits.test(create(configuration, start, worker)))
                        .orElse(true));
        if (step instanceof NextStep.Resume resume) {
            return begin(Optional.empty(), study.trial(resume.trial()), worker);
        } else if (step instanceof NextStep.Start start) {
            if (proposal.get().isPresent()) {
                return create(proposal.get().get(), start, worker);
            }
            return study.running().isEmpty() && study.queued().isEmpty() ? new Next.Done() : new Next.Wait();
        }
        return step instanceof NextStep.Wait || !study.queued().isEmpty() ? new Next.Wait() : new Next.Done();
    }

    /**
     * What a trial receives: its own configuration, with derived values beside it; if the space has changed since, completed by the values that were in force before parameters
     * existed.
     *
     * @throws org.attune.space.derived.UnderivableException if a derived value cannot be computed for it
     */
    public Configuration configuration(Trial trial) {
        return spec.derived().beside(model.completed(trial.configuration()));
    }

    /** Why the study should end now, although trials are left: {@code "target"} or {@code "failures"}. */
    public Optional<String> reasonToEnd() {
        boolean reached = spec.target().isPresent()
                && study.best().isPresent()
                && study.objective().loss(study.best().get().bestValue())
                        <= study.objective().loss(spec.target().getAsDouble());
        if (reached) {
            return Optional.of("target");
        }
        // Without a limit of its own a study gives up when nothing it starts ever works.
        boolean hopeless = spec.maxFailures().isEmpty() && !anyResult && failed >= 5;
        boolean tooMany = spec.maxFailures().isPresent()
                && mostOfAKind >= spec.maxFailures().getAsInt();
        return hopeless || tooMany ? Optional.of("failures") : Optional.empty();
    }

    /** The configuration of the next trial, whichever bracket it comes into; only thought of if it is asked for. */
    private final class Proposal {
        private final int trial;
        private Optional<Configuration> made;

        Proposal(int trial) {
            this.trial = trial;
        }

        Optional<Configuration> get() {
            if (made == null) {
                made = propose(trial);
            }
            return made;
        }
    }

    private Optional<Configuration> propose(int trial) {
        if (trial >= spec.initial().size()) {
            return model.sampler().propose(trial);
        }
        Map<String, Object> given = spec.initial().get(trial);
        return model.sampler().propose(trial).map(proposal -> completed(given, proposal, trial));
    }

    private Configuration completed(Map<String, Object> given, Configuration proposal, int trial) {
        Completion completion = new Completion(spec.space(), given);
        return completion
                .of(proposal, Randomness.of(spec.seed(), trial, "initial"))
                .or(completion::standard)
                .orElseThrow(
                        () -> new IllegalArgumentException("no allowed configuration was found that has the values "
                                + Json.plain(given) + " of 'initial'."));
    }

    private Next.Begin create(Configuration configuration, NextStep.Start start, String worker) {
        int id = study.trials().size();
        String origin = id < spec.initial().size() ? "initial" : "sampler";
        return new Next.Begin(
                Optional.of(new Event.TrialCreated(id, configuration, origin, start.bracket())),
                new Event.AttemptStarted(id, 1, worker, until(start.until()), 0, Optional.empty()));
    }

    private Next.Begin begin(Optional<Event.TrialCreated> created, Trial trial, String worker) {
        Optional<Report> from = trial.latestCheckpoint();
        return new Next.Begin(
                created,
                new Event.AttemptStarted(
                        trial.id(),
                        trial.attempts().size() + 1,
                        worker,
                        until(trial),
                        from.map(Report::step).orElse(0),
                        from.flatMap(Report::checkpoint)));
    }

    private List<Event> consequences(Event event, Instant time) {
        if (event instanceof Event.Reported reported) {
            boolean undecided = study.trial(reported.trial()).verdict().isEmpty();
            study.apply(event, time);
            return undecided ? reported(reported) : List.of();
        } else if (event instanceof Event.AttemptStarted started) {
            if (study.trial(started.trial()).state() == TrialState.PAUSED) {
                scheduler.resumed(started.trial());
            }
            study.apply(event, time);
        } else if (event instanceof Event.AttemptEnded ended) {
            boolean undecided = study.trial(ended.trial()).verdict().isEmpty();
            study.apply(event, time);
            return undecided ? ended(ended) : List.of();
        } else if (event instanceof Event.SpecChanged changed) {
            study.apply(event, time);
            spec = StudySpecReader.fromJson(changed.spec());
            model.adopt(spec, study.trials());
            return follow(scheduler.limit(limit()));
        } else if (event instanceof Event.Decided decided) {
            study.apply(event, time);
            return decided.verdict() == Verdict.CANCEL ? follow(scheduler.cancelled(decided.trial())) : List.of();
        } else {
            study.apply(event, time);
            if (event instanceof Event.TrialCreated created) {
                scheduler.created(created.trial(), created.bracket());
            } else if (event instanceof Event.HeadStarted) {
                failures.clear();
                failed = 0;
                mostOfAKind = 0;
            }
        }
        return List.of();
    }

    private List<Event> reported(Event.Reported event) {
        Trial trial = study.trial(event.trial());
        anyResult |= trial.best().isPresent();
        if (spec.stop().isMetBy(event.step(), event.metrics())) {
            List<Event> following = new ArrayList<>();
            following.add(new Event.Decided(trial.id(), Verdict.COMPLETE));
            following.addAll(follow(scheduler.finished(trial.id(), trial.loss())));
            return following;
        }
        return follow(scheduler.reported(trial.id(), event.step(), trial.loss()));
    }

    private List<Event> ended(Event.AttemptEnded event) {
        Trial trial = study.trial(event.trial());
        if (trial.state() == TrialState.FAILED) {
            if (isTriedAgain(trial, event.cause())) {
                return List.of(new Event.Decided(trial.id(), Verdict.RETRY));
            }
            failed++;
            FailureKind kind = FailureKind.of(event.cause(), event.message());
            mostOfAKind = Math.max(mostOfAKind, failures.merge(kind, 1, Integer::sum));
            return follow(scheduler.failed(trial.id()));
        } else if (event.cause() == Cause.FINISHED) {
            return follow(scheduler.finished(trial.id(), trial.loss()));
        } else if (event.cause() == Cause.CANCELLED) {
            return follow(scheduler.cancelled(trial.id()));
        }
        return List.of();
    }

    /** A trial whose time is used up has none left to be tried again in. */
    private boolean isTriedAgain(Trial trial, Cause cause) {
        return cause != Cause.TIME_LIMIT && trial.failures() <= spec.retries();
    }

    private List<Event> follow(List<Decision> decisions) {
        List<Event> events = new ArrayList<>();
        for (Decision decision : decisions) {
            if (decision instanceof Decision.Pause pause) {
                events.add(new Event.Decided(pause.trial(), Verdict.PAUSE));
            } else if (decision instanceof Decision.Stop stop) {
                events.add(new Event.Decided(stop.trial(), Verdict.STOP));
            } else if (decision instanceof Decision.Complete complete) {
                events.add(new Event.Decided(complete.trial(), Verdict.COMPLETE));
            } else if (decision instanceof Decision.Observe observe) {
                model.observe(new Observation(
                        observe.trial(),
                        study.trial(observe.trial()).configuration(),
                        observe.budget(),
                        observe.loss()));
            }
        }
        return events;
    }
}
