package org.attune.cli.live;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.spec.StudySpec;
import org.attune.study.Attempt;
import org.attune.study.Event;
import org.attune.study.Report;
import org.attune.study.Study;
import org.attune.study.Trial;
import org.attune.study.TrialState;
import org.attune.tuner.TunerListener;

/**
 * Follows a study, so that a {@link Snapshot} of it can be taken at any time by any thread. Taking in an event costs the same however many trials
 * there are, but for the first call, which reads the whole study.
 */
public final class LiveState implements TunerListener {
    private static final String HINT = "Ctrl-C: pause and keep everything";
    private static final double ENOUGH_TO_ESTIMATE = 0.03;

    private final StudySpec spec;
    private final OptionalInt trials;
    private final Rungs rungs;
    private final Map<TrialState, Integer> counts = new EnumMap<>(TrialState.class);

    private boolean begun;
    private boolean over;
    private Instant latest;
    private Duration elapsed = Duration.ZERO;
    private Instant stands;
    private Duration reached = Duration.ZERO;
    private Optional<Snapshot.Best> best = Optional.empty();
    private List<Snapshot.Running> running = List.of();
    private Optional<Snapshot.Failure> failure = Optional.empty();
    private int slots;
    private String notice = HINT;
    private String waits = "";
    private Optional<Instant> end = Optional.empty();

    /** @param trials how many there will be, if that is known */
    public LiveState(StudySpec spec, OptionalInt trials) {
        this.spec = spec;
        this.trials = trials;
        this.rungs = new Rungs(spec, trials);
    }

    @Override
    public synchronized void changed(Study study, List<Event> events) {
        if (begun) {
            events.forEach(event -> take(study, event));
        } else {
            begun = true;
            study.trials().forEach(this::take);
        }
        latest = study.latest();
        elapsed = study.running(latest);
        for (TrialState state : TrialState.values()) {
            counts.put(state, study.count(state));
        }
        best = study.best().map(LiveState::best);
        running = study.running().stream().map(id -> running(study.trial(id))).toList();
    }

    /** How many trials can run at once. */
    public synchronized void slots(int number) {
        slots = number;
    }

    /** What is happening to the study as a whole. */
    public synchronized void notice(String text) {
        notice = text;
    }

    /** What it waits for as long as nothing of it runs; empty: nothing. */
    public synchronized void waits(String what) {
        waits = what;
    }

    /** Its head is gone: its time stands still. */
    public synchronized void stands(Instant now) {
        if (stands == null) {
            reached = time(now);
            stands = now;
        }
    }

    /** There is a head again, and what that has told so far was taken in. By its count less time has passed, up to the last event of the one before. */
    public synchronized void goesOn() {
        stands = null;
    }

    /** When the allocation ends in which it runs. */
    public synchronized void endsAt(Instant allocation) {
        end = Optional.of(allocation);
    }

    /** The study ends or pauses: there is nothing to wait for any more. */
    public synchronized void over() {
        over = true;
        notice = "";
        end = Optional.empty();
    }

    public synchronized Snapshot snapshot(Instant now) {
        Duration time = time(now);
        return new Snapshot(
                spec.study(),
                Methods.text(spec),
                spec.objective().metric(),
                Methods.goal(spec),
                time,
                left(time),
                spec.timeLimit().map(limit -> positive(limit.minus(time))),
                end.map(at -> positive(Duration.between(now, at))),
                ended(),
                trials,
                best,
                rungs.list(),
                running,
                slots,
                counts,
                failure,
                waits.isEmpty() || !notice.equals(HINT) ? notice : "Waits for " + waits);
    }

    private Duration time(Instant now) {
        if (stands != null) {
            return reached;
        }
        Duration time = latest == null ? elapsed : elapsed.plus(positive(Duration.between(latest, now)));
        return time.compareTo(reached) < 0 ? reached : time;
    }

    private void take(Trial trial) {
        trial.reports().forEach(report -> take(trial, report.step(), report.metrics()));
        if (trial.state() == TrialState.FAILED) {
            failure = Optional.of(new Snapshot.Failure(
                    trial.id(), trial.lastAttempt().map(Attempt::message).orElse("")));
        }
    }

    private void take(Study study, Event event) {
        if (event instanceof Event.Reported reported) {
            take(study.trial(reported.trial()), reported.step(), reported.metrics());
        } else if (event instanceof Event.AttemptEnded ended
                && ended.cause().isFailure()
                && study.trial(ended.trial()).state() == TrialState.FAILED) {
            failure = Optional.of(new Snapshot.Failure(ended.trial(), ended.message()));
        }
    }

    private void take(Trial trial, int step, Map<String, Double> metrics) {
        rungs.reported(trial, step, metrics.getOrDefault(spec.objective().metric(), Double.NaN));
    }

    private int ended() {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().isFinal())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private Optional<Duration> left(Duration time) {
        if (over || trials.isEmpty()) {
            return Optional.empty();
        }
        double share = Math.max(rungs.share(), (double) ended() / Math.max(1, trials.getAsInt()));
        if (share < ENOUGH_TO_ESTIMATE || share >= 1) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(Math.round(time.toMillis() / 1000.0 * (1 - share) / share)));
    }

    private static Snapshot.Best best(Trial trial) {
        Report report = trial.best().orElseThrow();
        return new Snapshot.Best(trial.id(), report.step(), trial.bestValue(), trial.configuration());
    }

    private Snapshot.Running running(Trial trial) {
        OptionalInt until = trial.lastAttempt().map(Attempt::until).orElse(OptionalInt.empty());
        if (until.isPresent() && until.getAsInt() < trial.step()) {
            // It was let past that step without a pause.
            until = rungs.next(trial.step());
        }
        return new Snapshot.Running(trial.id(), trial.step(), until, trial.value(), trial.configuration());
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
