package org.attune.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.attune.space.SearchSpace;
import org.attune.space.derived.DerivedValues;
import org.attune.text.Json;

/**
 * Everything a study was asked to do: the study file as a value. Immutable; made by {@link StudySpecReader} or {@link StudySpecBuilder},
 * which check it.
 *
 * @param study name; also the name of its folder
 * @param objective the metric to optimise
 * @param space what may be tried
 * @param derived what trials receive beside a configuration, computed from it
 * @param sampler how configurations are proposed
 * @param scheduler how long trials run
 * @param trials how many trials at most
 * @param maxParallel how many trials run at once at most
 * @param timeLimit running time after which no more trials run, counted over all runs of the study
 * @param trialTimeLimit running time after which a trial has failed, counted over all its attempts
 * @param maxFailures number of equal failures of trials after which the study stops
 * @param retries how often a trial whose own program failed is started again, from its last checkpoint
 * @param target value of the objective at which the study ends
 * @param initial configurations to try first; each may leave parameters to the sampler
 * @param stop when a single trial has done enough
 * @param resources what each trial gets
 * @param trainable what runs a trial
 * @param grace time that a trial has between being asked to end and being killed
 * @param seed root of all random numbers
 * @param slurm how it is run on Slurm
 */
public record StudySpec(
        String study,
        Objective objective,
        SearchSpace space,
        DerivedValues derived,
        SamplerSpec sampler,
        SchedulerSpec scheduler,
        OptionalInt trials,
        OptionalInt maxParallel,
        Optional<Duration> timeLimit,
        Optional<Duration> trialTimeLimit,
        OptionalInt maxFailures,
        int retries,
        OptionalDouble target,
        List<Map<String, Object>> initial,
        StopRule stop,
        Resources resources,
        Trainable trainable,
        Duration grace,
        long seed,
        Optional<SlurmSpec> slurm) {

    public StudySpec {
        initial = initial.stream().map(Json::map).toList();
    }

    public static StudySpecBuilder builder(String name) {
        return new StudySpecBuilder(name);
    }
}
