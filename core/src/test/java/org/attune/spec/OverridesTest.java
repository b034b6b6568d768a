package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.space.FloatParameter;
import org.attune.text.TextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {
    private static final String STUDY = """
            study: demo
            objective: {metric: loss, mode: min}
            space:
              lr: {type: float, low: 1e-4, high: 1e-1, log: true}
              opt.name: {type: categorical, choices: [adam, sgd]}
            sampler: bohb
            scheduler: {type: hyperband, max_step: 27}
            trials: 10
            initial: [{lr: 0.01}]
            trainable: {python: train.py:train}
            """;

    @Test
    void replaceAndAddValues() {
        StudySpec spec =
                read("trials=20", "scheduler.eta=4", "space.lr.low=1e-5", "seed=7", "resources.gpu=1", "study=other");

        assertThat(spec.trials()).hasValue(20);
        assertThat(spec.scheduler()).isEqualTo(new SchedulerSpec.HyperBand(27, 4, 1));
        assertThat(spec.space().parameter("lr")).isEqualTo(new FloatParameter("lr", 1e-5, 0.1, true, 0));
        assertThat(spec.seed()).isEqualTo(7);
        assertThat(spec.resources().gpu()).isEqualTo(1);
        assertThat(spec.study()).isEqualTo("other");
    }

    @Test
    void reachIntoShortFormsListsAndNamesWithDots() {
        StudySpec spec = read("sampler.min_points=9", "initial.0.lr=0.02", "space.opt.name.choices=[adam, lion]");

        assertThat(((SamplerSpec.Bohb) spec.sampler()).minPoints()).hasValue(9);
        assertThat(spec.initial().get(0)).containsEntry("lr", 0.02);
        assertThat(spec.space().parameter("opt.name").check("lion")).isEqualTo("lion");
    }

    @Test
    void anEmptyValueRemovesAKey() {
        StudySpec spec = read("trials=", "time_limit=1h", "scheduler=null");

        assertThat(spec.trials()).isEmpty();
        assertThat(spec.scheduler()).isEqualTo(new SchedulerSpec.Fifo());
    }

    @Test
    void aWholeSectionMayBeReplaced() {
        assertThat(read("sampler={type: grid, levels: 4}").sampler()).isEqualTo(new SamplerSpec.Grid(4, Map.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trials=ten        | --set trials=ten: 'trials' must be a whole number of at least 1, but got "ten".
            tirals=10         | --set tirals=10: unknown key 'tirals'; did you mean 'trials'? Known keys: study, objective, space, forbidden, derived, sampler, scheduler, trials, max_parallel, time_limit, trial_time_limit, max_failures, retries, target, initial, stop, resources, trainable, grace, seed, slurm.
            trials            | --set trials: an override must be KEY=VALUE, but got trials.
            =3                | --set =3: an override must be KEY=VALUE, but got =3.
            trials.low=1      | --set trials.low=1: 'trials' is 10, which has no keys to set.
            space.rl.low=1    | --set space.rl.low=1: the space has no 'rl'; did you mean 'lr'? Parameters: lr, opt.name.
            initial.3.lr=1    | --set initial.3.lr=1: 'initial' is a list, so a number from 0 to 0 must follow it, but got 3.
            seed=[1           | --set seed=[1: the bracket that opens here is not closed; ']' is missing.
            scheduler.eta=1   | --set scheduler.eta=1: 'eta' of 'scheduler' must be a whole number of at least 2, but got 1.
            space.lr.low=0.5  | --set space.lr.low=0.5: low < high must hold for 'lr', but got low=0.5, high=0.1. Maybe the two are swapped?
            """)
    void errorsNameTheOverride(String override, String message) {
        assertThatThrownBy(() -> read(override))
                .isInstanceOf(TextException.class)
                .hasMessage(message);
    }

    @Test
    void changeStudiesThatAreInNoFileToo() {
        Map<String, Object> json = StudySpecWriter.toJson(read("seed=3"));

        assertThat(StudySpecReader.fromJson(json, "command line", List.of("trials=5")))
                .isEqualTo(read("seed=3", "trials=5"));
        Map<String, Object> wrong = new LinkedHashMap<>(json);
        wrong.put("max_parallel", 0);
        wrong.remove("trainable");
        assertThatThrownBy(() -> StudySpecReader.fromJson(wrong, "command line", List.of("trials=0")))
                .hasMessage("""
                --set trials=0: 'trials' must be a whole number of at least 1, but got 0.
                command line: 'max_parallel' must be a whole number of at least 1, but got 0.
                command line: 'trainable' is missing. Write trainable: {python: train.py:train}.""");
    }

    private static StudySpec read(String... overrides) {
        return StudySpecReader.read(STUDY, "study.yaml", List.of(overrides));
    }
}
