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
 * Makes studies in Java. {@link #build} applies the rules and defaults of study files, so a study in Java and the same one in a file are equal. Not safe
 * for use by many threads.
 */
public final class StudySpecBuilder {
    private final Map<String, Object> study = new LinkedHashMap<>();
    private final Map<String, Object> stop = new LinkedHashMap<>();
    private final Map<String, Object> derived = new LinkedHashMap<>();
    private final List<Map<String, Object>> initial = new ArrayList<>();

    StudySpecBuilder(String name) {
        study.put("study", name);
    }

    public StudySpecBuilder minimize(String metric) {
        return objective(new Objective(metric, Objective.Mode.MIN));
    }

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
     * A value that trials receive beside the configuration, computed from it: {@code derived("hidden", "round(width * ratio)")}. It may use parameters and other derived values; where
     * one that it needs is not there, it is left out.
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

    /** Every combination once, with so many values of each range of numbers. */
    public StudySpecBuilder grid(int levels) {
        return sampler(new SamplerSpec.Grid(levels, Map.of()));
    }

    public StudySpecBuilder scheduler(SchedulerSpec scheduler) {
        return put("scheduler", scheduler.definition());
    }

    /** HyperBand whose full trials have {@code maxStep} steps, and whose rungs keep one in {@code eta}. */
    public StudySpecBuilder hyperBand(int maxStep, int eta) {
        return scheduler(new SchedulerSpec.HyperBand(maxStep, eta, 1));
    }

    public StudySpecBuilder trials(int trials) {
        return put("trials", trials);
    }

    public StudySpecBuilder maxParallel(int slots) {
        return put("max_parallel", slots);
    }

    /** Running time, counted over all runs of the study. */
    public StudySpecBuilder timeLimit(Duration limit) {
        return put("time_limit", Quantities.seconds(limit));
    }

    /** Running time of a trial, counted over all its attempts, after which it has failed. */
    public StudySpecBuilder trialTimeLimit(Duration limit) {
        return put("trial_time_limit", Quantities.seconds(limit));
    }

    /** How often a trial whose own program failed is started again, from its last checkpoint. */
    public StudySpecBuilder retries(int retries) {
        return put("retries", retries);
    }

    /** Number of equal failures of trials after which the study stops. */
    public StudySpecBuilder maxFailures(int failures) {
        return put("max_failures", failures);
    }

    /** Value of the objective's metric at which the study ends. */
    public StudySpecBuilder target(double value) {
        return put("target", value);
    }

    /** A configuration, which may be partial, to try before the sampler's; may be called several times. */
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

    /** Time that a trial has between being asked to end and being killed. */
    public StudySpecBuilder grace(Duration grace) {
        return put("grace", Quantities.seconds(grace));
    }

    public StudySpecBuilder seed(long seed) {
        return put("seed", seed);
    }

    /** How the study is run on Slurm. */
    public StudySpecBuilder slurm(SlurmSpec slurm) {
        return put("slurm", slurm.definition());
    }

    /** @throws TextException if anything is wrong, with all of it */
    public StudySpec build() {
        return StudySpecReader.fromJson(study, Origin.PROGRAM);
    }

    private StudySpecBuilder put(String key, Object value) {
        study.put(key, value);
        return this;
    }
}
