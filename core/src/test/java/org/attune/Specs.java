package org.attune;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.attune.space.SearchSpace;
import org.attune.space.derived.DerivedValues;
import org.attune.spec.Objective;
import org.attune.spec.Resources;
import org.attune.spec.SamplerSpec;
import org.attune.spec.SchedulerSpec;
import org.attune.spec.StopRule;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecReader;
import org.attune.spec.StudySpecWriter;
import org.attune.spec.Trainable;

/** Small studies for tests. */
public final class Specs {
    private Specs() {}

    /** Minimises {@code loss} over {@code x} and {@code y} in [0, 1]. */
    public static StudySpec of(SamplerSpec sampler, SchedulerSpec scheduler, int trials) {
        SearchSpace space =
                SearchSpace.builder().uniform("x", 0, 1).uniform("y", 0, 1).build();
        return of(space, sampler, scheduler, trials, List.of(), 1);
    }

    /** Trials that run to their end. */
    public static StudySpec of(SearchSpace space, SamplerSpec sampler, List<Map<String, Object>> initial, long seed) {
        return of(space, sampler, new SchedulerSpec.Fifo(), 100, initial, seed);
    }

    private static StudySpec of(
            SearchSpace space,
            SamplerSpec sampler,
            SchedulerSpec scheduler,
            int trials,
            List<Map<String, Object>> initial,
            long seed) {
        return new StudySpec(
                "test",
                new Objective("loss", Objective.Mode.MIN),
                space,
                DerivedValues.none(),
                sampler,
                scheduler,
                OptionalInt.of(trials),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                0,
                OptionalDouble.empty(),
                initial,
                StopRule.never(),
                Resources.oneCpu(),
                new Trainable.Caller(),
                Duration.ofSeconds(5),
                seed,
                Optional.empty());
    }

    public static StudySpec random(SchedulerSpec scheduler, int trials) {
        return of(new SamplerSpec.Random(), scheduler, trials);
    }

    public static StudySpec maximising(StudySpec spec) {
        return with(
                spec,
                new Objective("loss", Objective.Mode.MAX),
                spec.maxFailures(),
                spec.target(),
                spec.initial(),
                spec.stop());
    }

    public static StudySpec withTarget(StudySpec spec, double target) {
        return with(spec, spec.objective(), spec.maxFailures(), OptionalDouble.of(target), spec.initial(), spec.stop());
    }

    public static StudySpec withMaxFailures(StudySpec spec, int failures) {
        return with(spec, spec.objective(), OptionalInt.of(failures), spec.target(), spec.initial(), spec.stop());
    }

    public static StudySpec withInitial(StudySpec spec, List<Map<String, Object>> initial) {
        return with(spec, spec.objective(), spec.maxFailures(), spec.target(), initial, spec.stop());
    }

    public static StudySpec withStop(StudySpec spec, StopRule stop) {
        return with(spec, spec.objective(), spec.maxFailures(), spec.target(), spec.initial(), stop);
    }

    public static StudySpec withRetries(StudySpec spec, int retries) {
        return with(spec, "retries", retries);
    }

    public static StudySpec withTrialTimeLimit(StudySpec spec, Duration limit) {
        return with(spec, "trial_time_limit", limit.toMillis() / 1000.0);
    }

    public static StudySpec withSpace(StudySpec spec, SearchSpace space) {
        Map<String, Object> json = new LinkedHashMap<>(StudySpecWriter.toJson(spec));
        json.remove("forbidden");
        json.putAll(space.definition());
        return StudySpecReader.fromJson(json);
    }

    /** With a key of the study file changed. */
    public static StudySpec with(StudySpec spec, String key, Object value) {
        Map<String, Object> json = new LinkedHashMap<>(StudySpecWriter.toJson(spec));
        json.put(key, value);
        return StudySpecReader.fromJson(json);
    }

    private static StudySpec with(
            StudySpec s,
            Objective objective,
            OptionalInt maxFailures,
            OptionalDouble target,
            List<Map<String, Object>> initial,
            StopRule stop) {
        return new StudySpec(
                s.study(),
                objective,
                s.space(),
                s.derived(),
                s.sampler(),
                s.scheduler(),
                s.trials(),
                s.maxParallel(),
                s.timeLimit(),
                s.trialTimeLimit(),
                maxFailures,
                s.retries(),
                target,
                initial,
                stop,
                s.resources(),
                s.trainable(),
                s.grace(),
                s.seed(),
                s.slurm());
    }
}
