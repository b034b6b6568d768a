package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.attune.space.SearchSpace;
import org.attune.text.TextException;
import org.junit.jupiter.api.Test;

class StudySpecBuilderTest {
    private static final SearchSpace SPACE = SearchSpace.builder()
            .logUniform("lr", 1e-4, 0.1)
            .categorical("act", "relu", "tanh", null)
            .build();

    @Test
    void aStudyInJavaEqualsTheOneInAFile() {
        StudySpec inJava = StudySpec.builder("demo")
                .minimize("loss")
                .space(SPACE)
                .bohb()
                .hyperBand(27, 3)
                .trials(50)
                .maxParallel(4)
                .timeLimit(Duration.ofMinutes(90))
                .maxFailures(3)
                .target(0.01)
                .initial(Map.of("lr", 0.01))
                .stopAtStep(20)
                .stopBelow("loss", 0.001)
                .resources(new Resources(2, 1, OptionalLong.of(1L << 30)))
                .trainable(new Trainable.PythonFunction("train.py", "train", Optional.empty()))
                .grace(Duration.ofSeconds(5))
                .seed(1)
                .build();

        assertThat(inJava).isEqualTo(StudySpecReader.read("""
                study: demo
                objective: {metric: loss, mode: min}
                space:
                  lr: {type: float, low: 1e-4, high: 0.1, log: true}
                  act: {type: categorical, choices: [relu, tanh, null]}
                sampler: bohb
                scheduler: {type: hyperband, max_step: 27, eta: 3}
                trials: 50
                max_parallel: 4
                time_limit: 1h30m
                max_failures: 3
                target: 0.01
                initial: [{lr: 0.01}]
                stop: {step: 20, loss: {below: 0.001}}
                resources: {cpu: 2, gpu: 1, memory: 1GiB}
                trainable: {python: train.py:train}
                grace: 5
                seed: 1
                """, "study.yaml"));
    }

    @Test
    void withoutATrainableTheCallerRunsTheTrials() {
        StudySpec spec = StudySpec.builder("demo")
                .maximize("acc")
                .space(SPACE)
                .random()
                .trials(5)
                .build();

        assertThat(spec.trainable()).isEqualTo(new Trainable.Caller());
        assertThat(StudySpecReader.fromJson(StudySpecWriter.toJson(spec))).isEqualTo(spec);
    }

    @Test
    void theRulesAreThoseOfAFile() {
        assertThatThrownBy(() -> StudySpec.builder("demo")
                        .minimize("loss")
                        .space(SPACE)
                        .hyperBand(3, 1)
                        .trials(0)
                        .target(Double.NaN)
                        .trainable(
                                new Trainable.Command(List.of("./train", "{rl}"), Optional.empty(), Optional.empty()))
                        .build())
                .isInstanceOf(TextException.class)
                .hasMessage("""
                        study 'demo': 'eta' of 'scheduler' must be a whole number of at least 2, but got 1.
                        study 'demo': 'trials' must be a whole number of at least 1, but got 0.
                        study 'demo': 'target' must be a number, but got NaN.
                        study 'demo': the command has {rl}, but the space has no 'rl'; did you mean 'lr'? Parameters: lr, act. For a brace itself write {{ or }}.""");
        assertThatThrownBy(() -> StudySpec.builder("a/b")
                        .minimize("loss")
                        .space(SPACE)
                        .trials(1)
                        .build())
                .hasMessageContaining("'study' must be of letters, digits");
        assertThatThrownBy(() -> StudySpec.builder("demo").build()).hasMessageContaining("'objective' is missing");
    }
}
