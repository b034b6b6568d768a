package org.attune.spec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.space.SearchSpace;
import org.attune.space.record.RecordSpace;
import org.attune.text.TextException;

/**
 * Makes studies in Java: each method sets one key of the study file, with the same rules and defaults, which {@link #build}
 * checks. So a study made here equals the same one in a file. Not safe for use by several threads.
 */
public final class StudySpecBuilder {
    private final Map<String, Object> study = new LinkedHashMap<>();
    private final Map<String, Object> stop = new LinkedHashMap<>();
    private final Map<String, Object> derived = new LinkedHashMap<>();
    private final List<Map<String, Object>> initial = new ArrayList<>();

    StudySpecBuilder(String name) {
        study.put("study", name);
    }

    /** The study looks for the smallest value of a metric that trials report. */
    public StudySpecBuilder minimize(String metric) {
        return objective(new Objective(metric, Objective.Mode.MIN));
    }

    /** The study looks for the largest value of a metric that trials report. */
    public StudySpecBuilder maximize(String metric) {
        return objective(new Objective(metric, Objective.Mode.MAX));
    }

    public StudySpecBuilder objective(Objective objective) {
        return put("objective", objective.definition());
    }

    public StudySpecBuilder space(SearchSpace space) {
        study.remove("forbidden");
        study.putAll(space.definition());
        return this;
    }

    /** The space whose parameters are the components of a record; see {@link RecordSpace}. */
    public StudySpecBuilder space(Class<? extends Record> type) {
        return space(RecordSpace.of(type).space());
    }

    /**
     * A value that trials receive beside the configuration, computed from it:
     * {@code derived("hidden", "round(width * ratio)")}. It may use parameters and other derived values; it is left out where
     * one of them is not active.
     */
    public StudySpecBuilder derived(String name, String expression) {
        derived.put(name, expression);
        return put("derived", derived);
    }

    public StudySpecBuilder sampler(SamplerSpec sampler) {
        return put("sampler", sampler.definition());
    }

    public StudySpecBuilder bohb() {
        return sampler(SamplerSpec.Bohb.standard());
    }

    public StudySpecBuilder random() {
        return sampler(new SamplerSpec.Random());
    }

    /**
     * Each combination once.
     *
     * @param levels how many values of each range of numbers are tried, at least 1
     */
    public StudySpecBuilder grid(int levels) {
        return sampler(new SamplerSpec.Grid(levels, Map.of()));
    }

    public StudySpecBuilder scheduler(SchedulerSpec scheduler) {
        return put("scheduler", scheduler.definition());
    }

    /**
     * HyperBand (Li et al., JMLR 2018): most trials end early, the best of each rung continue.
     *
     * @param maxStep steps of a full trial
     * @param eta of how many trials one continues, at least 2
     */
    public StudySpecBuilder hyperBand(int maxStep, int eta) {
        return scheduler(new SchedulerSpec.HyperBand(maxStep, eta, 1));
    }

    /** How many trials there are at most, 1 or more; no limit without it. */
    public StudySpecBuilder trials(int trials) {
        return put("trials", trials);
    }

    /** How many trials run at once at most, 1 or more; without it as many as the resources allow. */
    public StudySpecBuilder maxParallel(int slots) {
        return put("max_parallel", slots);
    }

    /** Running time of the study, all its runs together, after which it ends; no limit without it. */
    public StudySpecBuilder timeLimit(Duration limit) {
        return put("time_limit", Quantities.seconds(limit));
    }

    /** Running time of a trial, all its attempts together, after which it has failed; no limit without it. */
    public StudySpecBuilder trialTimeLimit(Duration limit) {
        return put("trial_time_limit", Quantities.seconds(limit));
    }

    /** How often a trial whose own program failed is started again, from its last checkpoint; 0 without it. */
    public StudySpecBuilder retries(int retries) {
        return put("retries", retries);
    }

    /** After how many equal failures of trials the study stops, 1 or more; without it 5 as long as nothing was reported, then none. */
    public StudySpecBuilder maxFailures(int failures) {
        return put("max_failures", failures);
    }

    /** Value of the objective's metric at which the study ends. */
    public StudySpecBuilder target(double value) {
        return put("target", value);
    }

    /** A configuration to try before those of the sampler, which chooses the values that it lacks. May be called several times. */
    public StudySpecBuilder initial(Map<String, ?> configuration) {
        initial.add(new LinkedHashMap<>(configuration));
        return put("initial", initial);
    }

    /** A trial is complete with its report of this step. */
    public StudySpecBuilder stopAtStep(int step) {
        stop.put("step", step);
        return put("stop", stop);
    }

    /** A trial is complete as soon as a metric is below a bound. */
    public StudySpecBuilder stopBelow(String metric, double bound) {
        stop.put(metric, Map.of("below", bound));
        return put("stop", stop);
    }

    /** A trial is complete as soon as a metric is above a bound. */
    public StudySpecBuilder stopAbove(String metric, double bound) {
        stop.put(metric, Map.of("above", bound));
        return put("stop", stop);
    }

    public StudySpecBuilder resources(Resources resources) {
        return put("resources", resources.definition());
    }

    /** What runs a trial; without it, the caller does. */
    public StudySpecBuilder trainable(Trainable trainable) {
        Map<String, Object> definition = trainable.definition();
        if (definition.isEmpty()) {
            study.remove("trainable");
            return this;
        }
        return put("trainable", definition);
    }

    /** How long a trial may take to end when it is asked to, before it is killed; 30 s without it. */
    public StudySpecBuilder grace(Duration grace) {
        return put("grace", Quantities.seconds(grace));
    }

    /** Root of all random numbers: the same seed and events give the same decisions. 0 without it. */
    public StudySpecBuilder seed(long seed) {
        return put("seed", seed);
    }

    /** How the study is run on Slurm. */
    public StudySpecBuilder slurm(SlurmSpec slurm) {
        return put("slurm", slurm.definition());
    }

    /**
     * The study.
     *
     * @throws TextException if anything is wrong, which tells all of it
     */
    public StudySpec build() {
        return StudySpecReader.fromJson(study, Origin.PROGRAM);
    }

    private StudySpecBuilder put(String key, Object value) {
        study.put(key, value);
        return this;
    }
}
