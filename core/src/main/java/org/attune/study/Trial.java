package org.attune.study;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.Configuration;
import org.attune.spec.Objective;

/** One configuration and its life. Changed by {@link Study} alone; read it on the thread that changes it. */
public final class Trial {
    private final int id;
    private final Configuration configuration;
    private final String origin;
    private final int bracket;
    private final Objective objective;
    private final List<Attempt> attempts = new ArrayList<>(1);
    private final List<Report> reports = new ArrayList<>(1);

    private TrialState state = TrialState.QUEUED;
    private Verdict verdict;
    private long lastReport;
    private Report best;
    private Report latestCheckpoint;
    private int failures;
    private Duration ended = Duration.ZERO;
    /** By how many milliseconds the clock was set in between. */
    private Map<Moment, Long> clockSets = Map.of();
    /** When the current attempt started, by the clock as it goes now. */
    private Instant begun;
    /** Last sign of the head with which the current attempt was lost. */
    private Instant lost;
    /** Last sign of the head under which the current attempt last told anything, if another one is at work now. */
    private Instant unseen;

    /** Between two signs of a trial: in that attempt, when it had so many reports in all. */
    private record Moment(int attempt, int reports) {}

    Trial(int id, Configuration configuration, String origin, int bracket, Objective objective) {
        this.id = id;
        this.configuration = configuration;
        this.origin = origin;
        this.bracket = bracket;
        this.objective = objective;
    }

    public int id() {
        return id;
    }

    public Configuration configuration() {
        return configuration;
    }

    /** {@code "sampler"} or {@code "initial"}. */
    public String origin() {
        return origin;
    }

    public int bracket() {
        return bracket;
    }

    public TrialState state() {
        return state;
    }

    /** What was decided about it while it runs. */
    public Optional<Verdict> verdict() {
        return Optional.ofNullable(verdict);
    }

    public List<Attempt> attempts() {
        return Collections.unmodifiableList(attempts);
    }

    public Optional<Attempt> lastAttempt() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
    }

    /** One report for each step, in rising order. */
    public List<Report> reports() {
        return Collections.unmodifiableList(reports);
    }

    /** The last step, 0 without a report. */
    public int step() {
        return reports.isEmpty() ? 0 : reports.get(reports.size() - 1).step();
    }

    /** The objective's metric at the last step; not-a-number if it was not told. */
    public double value() {
        return reports.isEmpty() ? Double.NaN : value(reports.get(reports.size() - 1));
    }

    /** {@link #value()} as a loss. */
    public double loss() {
        return objective.loss(value());
    }

    /** The report with the least loss, the earliest of equals; absent if no loss was a number. */
    public Optional<Report> best() {
        return Optional.ofNullable(best);
    }

    /** The objective's metric in {@link #best()}; not-a-number without one. */
    public double bestValue() {
        return best == null ? Double.NaN : value(best);
    }

    /** The last report that came with a checkpoint. */
    public Optional<Report> latestCheckpoint() {
        return Optional.ofNullable(latestCheckpoint);
    }

    /** What to take the trial's best model from: the checkpoint of its best step, else its last one. */
    public Optional<Report> bestCheckpoint() {
        return best != null && best.checkpoint().isPresent() ? best() : latestCheckpoint();
    }

    /** Number of the last report of the current attempt; 0 before the first. */
    public long lastReport() {
        return lastReport;
    }

    /** How many of its attempts ended with a failure. */
    public int failures() {
        return failures;
    }

    /**
     * How long its attempts ran, together: each from its start to its end; one that runs up to {@code now}, one that was lost with its head, or that the next head never found,
     * up to that head's last event.
     */
    public Duration ran(Instant now) {
        return state == TrialState.RUNNING ? ended.plus(current(lost == null ? now : lost)) : ended;
    }

    /** By how many milliseconds the clock was set in an attempt before a report, and after the one before or the attempt's start. {@code report}: its place in {@link #reports}. */
    public long clockSetBefore(int attempt, int report) {
        return clockSets.getOrDefault(new Moment(attempt, report), 0L);
    }

    private Duration current(Instant until) {
        return Study.positive(Duration.between(begun, until));
    }

    void start(Attempt attempt) {
        attempts.add(attempt);
        begun = attempt.started();
        state = TrialState.RUNNING;
        verdict = null;
        lastReport = 0;
    }

    /** Its head is gone, and with it the current attempt. */
    void lose(Instant lastSign) {
        Instant last = unseen == null ? lastSign : unseen;
        lost = lost == null ? last : lost;
    }

    /** Its head is gone, but not the current attempt. */
    void missHead(Instant lastSign) {
        unseen = unseen == null ? lastSign : unseen;
    }

    /** All that is still to be counted from is told by the clock as it goes from now on. */
    void setClock(long millis) {
        clockSets = new HashMap<>(clockSets);
        clockSets.merge(new Moment(attempts.size(), reports.size()), millis, Long::sum);
        begun = begun.plusMillis(millis);
        lost = lost == null ? null : lost.plusMillis(millis);
        unseen = unseen == null ? null : unseen.plusMillis(millis);
    }

    void place(Placement placement) {
        unseen = null;
        int last = attempts.size() - 1;
        attempts.set(last, attempts.get(last).place(placement));
    }

    void report(long number, Report report) {
        lastReport = number;
        unseen = null;
        reports.add(report);
        if (report.checkpoint().isPresent()) {
            latestCheckpoint = report;
        }
        double loss = objective.loss(value(report));
        if (loss < (best == null ? Double.POSITIVE_INFINITY : objective.loss(value(best)))) {
            best = report;
        }
    }

    void decide(Verdict decided) {
        if (state == TrialState.RUNNING) {
            verdict = decided;
        } else if (!state.isFinal() || (state == TrialState.FAILED && decided == Verdict.RETRY)) {
            state = decided.state();
        }
    }

    void end(Instant at, Cause cause, String message, OptionalInt exit) {
        int last = attempts.size() - 1;
        boolean neverFound = unseen != null && (cause == Cause.NODE_LOST || cause == Cause.HEAD_LOST);
        ended = ended.plus(current(lost != null ? lost : neverFound ? unseen : at));
        lost = null;
        unseen = null;
        failures += cause.isFailure() ? 1 : 0;
        attempts.set(last, attempts.get(last).end(at, cause, message, exit));
        if (verdict != null) {
            state = verdict.state();
        } else if (cause == Cause.FINISHED) {
            state = TrialState.COMPLETED;
        } else if (cause.isFailure()) {
            state = TrialState.FAILED;
        } else if (cause.isInterruption()) {
            state = TrialState.QUEUED;
        } else {
            state = cause == Cause.STOPPED
                    ? TrialState.STOPPED
                    : cause == Cause.PAUSED ? TrialState.PAUSED : TrialState.CANCELLED;
        }
        verdict = null;
    }

    private double value(Report report) {
        Double value = report.metrics().get(objective.metric());
        return value == null ? Double.NaN : value;
    }
}
