package org.attune.study;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.attune.spec.Objective;

/**
 * What the events of a study amount to. {@link #apply} is the only way to change it; each call costs the same however many trials there are. One
 * thread uses it at a time.
 */
public final class Study {
    /** A run that ended so goes on by itself, in the next one. */
    private static final String NEXT_ALLOCATION = "allocation";

    private final Objective objective;
    private final List<Trial> trials = new ArrayList<>();
    private final Map<TrialState, Integer> counts = new EnumMap<>(TrialState.class);
    private final TreeSet<Integer> queued = new TreeSet<>();
    private final TreeSet<Integer> running = new TreeSet<>();
    private final Crowd crowd = new Crowd();
    private final Map<String, Distrust> distrust = new TreeMap<>();

    private Trial best;
    private long epoch;
    private Optional<String> cluster = Optional.empty();
    private Duration closedRuns = Duration.ZERO;
    private Instant runStarted;
    private Instant latest = Instant.EPOCH;
    private String endReason;

    public Study(Objective objective) {
        this.objective = objective;
    }

    /** Takes in the next event, which happened at the given time. */
    public void apply(Event event, Instant time) {
        if (event instanceof Event.HeadStarted e) {
            boolean runOn = e.cluster().isPresent() && e.cluster().equals(cluster);
            running.forEach(id -> {
                if (runOn) {
                    trial(id).missHead(latest);
                } else {
                    trial(id).lose(latest);
                }
            });
            cluster = e.cluster();
            closeRun();
            epoch = e.epoch();
            runStarted = time;
            endReason = null;
        } else if (event instanceof Event.TrialCreated e) {
            if (e.trial() != trials.size()) {
                throw new IllegalStateException(
                        "trial " + trials.size() + " was to be created, but got " + e.trial() + ".");
            }
            Trial trial = new Trial(e.trial(), e.configuration(), e.origin(), e.bracket(), objective);
            trials.add(trial);
            moved(trial, null);
        } else if (event instanceof Event.AttemptStarted e) {
            change(
                    e.trial(),
                    trial -> trial.start(new Attempt(
                            e.attempt(),
                            e.worker(),
                            e.until(),
                            e.from(),
                            time,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            "",
                            java.util.OptionalInt.empty())));
        } else if (event instanceof Event.AttemptPlaced e) {
            trial(e.trial()).place(e.placement());
        } else if (event instanceof Event.Reported e) {
            Trial trial = trial(e.trial());
            trial.report(e.report(), new Report(e.attempt(), e.step(), e.metrics(), e.checkpoint(), time));
            if (trial.best().isPresent()
                    && (best == null || objective.loss(trial.bestValue()) < objective.loss(best.bestValue()))) {
                best = trial;
            }
        } else if (event instanceof Event.Decided e) {
            change(e.trial(), trial -> trial.decide(e.verdict()));
        } else if (event instanceof Event.AttemptEnded e) {
            change(e.trial(), trial -> trial.end(time, e.cause(), e.message(), e.exit()));
            crowd.ended(e.trial(), e.cause(), e.message());
        } else if (event instanceof Event.SpecChanged) {
            // It is written before its head has started, and so is no sign of the one before.
            endReason = null;
            crowd.forget();
            return;
        } else if (event instanceof Event.ClockSet e) {
            runStarted = runStarted == null ? null : runStarted.plusMillis(e.millis());
            running.forEach(id -> trial(id).setClock(e.millis()));
            distrust.replaceAll((host, one) -> one.setClock(e.millis()));
        } else if (event instanceof Event.StudyEnded e) {
            endReason = e.reason();
        } else if (event instanceof Event.HeadStopped e) {
            latest = time;
            closeRun();
            if (!e.reason().equals(NEXT_ALLOCATION)) {
                // Whoever runs it again has mended them.
                distrust.clear();
            }
        } else if (event instanceof Event.MachineJudged e) {
            judge(e, time);
        }
        latest = time;
    }

    public Objective objective() {
        return objective;
    }

    public List<Trial> trials() {
        return Collections.unmodifiableList(trials);
    }

    /** @throws IndexOutOfBoundsException if there is no such trial */
    public Trial trial(int id) {
        return trials.get(id);
    }

    public int count(TrialState state) {
        return counts.getOrDefault(state, 0);
    }

    /** Numbers of the trials that wait for a slot, lowest first. */
    public SortedSet<Integer> queued() {
        return Collections.unmodifiableSortedSet(queued);
    }

    /** Numbers of the trials that run, lowest first. */
    public SortedSet<Integer> running() {
        return Collections.unmodifiableSortedSet(running);
    }

    /** Whether that attempt runs, which is then the trial's last. */
    public boolean runs(int trial, int attempt) {
        return running.contains(trial) && trial(trial).attempts().size() == attempt;
    }

    /** The trial with the least loss at any step, the earliest to reach it among equals; absent as long as no loss was a number. */
    public Optional<Trial> best() {
        return Optional.ofNullable(best);
    }

    /** How many trials may run beside each other on one worker, as memory ran out again and again where several did; absent if as many as have a place there. */
    public OptionalInt mostTogether() {
        return crowd.most();
    }

    /** Number of the last head. */
    public long epoch() {
        return epoch;
    }

    /** Cluster of the last head, whose workers run the study's attempts whether there is a head or not; absent if they end with the head. */
    public Optional<String> cluster() {
        return cluster;
    }

    /** Time for which a head was at work, up to {@code now}; the time between two heads does not count. */
    public Duration running(Instant now) {
        return runStarted == null ? closedRuns : closedRuns.plus(positive(Duration.between(runStarted, now)));
    }

    /** Time of the last event that a head wrote at its work: the last sign of it. */
    public Instant latest() {
        return latest;
    }

    /** Why the study is over; absent if it is not. */
    public Optional<String> endReason() {
        return Optional.ofNullable(endReason);
    }

    /** Machines that are not trusted, by their names: they are passed over, or tried again after that. */
    public Map<String, Distrust> distrust() {
        return Collections.unmodifiableMap(distrust);
    }

    private void judge(Event.MachineJudged event, Instant time) {
        if (event.times() == 0) {
            distrust.remove(event.host());
        } else {
            distrust.put(event.host(), new Distrust(event.times(), time.plus(event.rest()), event.why()));
        }
    }

    private void closeRun() {
        if (runStarted != null) {
            closedRuns = closedRuns.plus(positive(Duration.between(runStarted, latest)));
            runStarted = null;
        }
    }

    /** A clock that was set back must not give running time back. */
    static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private void change(int id, java.util.function.Consumer<Trial> change) {
        Trial trial = trial(id);
        TrialState before = trial.state();
        change.accept(trial);
        moved(trial, before);
    }

    private void moved(Trial trial, TrialState before) {
        if (before != null) {
            counts.merge(before, -1, Integer::sum);
            queued.remove(trial.id());
            running.remove(trial.id());
        }
        counts.merge(trial.state(), 1, Integer::sum);
        if (trial.state() == TrialState.QUEUED) {
            queued.add(trial.id());
        } else if (trial.state() == TrialState.RUNNING) {
            running.add(trial.id());
        }
    }
}
