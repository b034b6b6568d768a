package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecChangeTest {
    private static final String STUDY = """
            study: demo
            objective: {metric: loss, mode: min}
            space: {lr: {type: float, low: 1e-4, high: 0.01}, n: {type: int, low: 1, high: 8}}
            sampler: bohb
            scheduler: {type: hyperband, max_step: 27}
            trials: 20
            trainable: {python: train.py:train}
            """;
    private static final StudySpec BEFORE = StudySpecReader.read(STUDY, "study.yaml");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trials=40                        | true  | trials: 20 -> 40
            max_parallel=2                   | true  | max_parallel: none -> 2
            time_limit=10m                   | true  | time_limit: none -> 600 s
            max_failures=2                   | true  | max_failures: none -> 2
            target=0.5                       | true  | target: none -> 0.5
            grace=5s                         | true  | grace: 30 s -> 5 s
            resources.memory=4GB             | true  | resources.memory: none -> 4000000000 bytes (for attempts that start from now on)
            stop={step: 9}                   | true  | stop.step: none -> 9 (for reports from now on)
            trainable.requirements=r.txt     | true  | trainable.requirements: none -> r.txt (for attempts that start from now on; earlier results stay as they are)
            space.lr.high=0.1                | false | space.lr.high: 0.01 -> 0.1 (not possible once a study has begun)
            objective.mode=max               | false | objective.mode: min -> max (not possible once a study has begun)
            sampler.candidates=24            | false | sampler.candidates: 64 -> 24 (not possible once a study has begun)
            scheduler.eta=4                  | false | scheduler.eta: 3 -> 4 (not possible once a study has begun)
            seed=1                           | false | seed: 0 -> 1 (not possible once a study has begun)
            study=other                      | false | study: demo -> other (not possible once a study has begun)
            initial=[{lr: 0.001}]            | false | initial: none -> [{lr: 0.001}] (not possible once a study has begun)
            """)
    void tellsWhatChangedAndWhetherTheStudyCanGoOn(String override, boolean allowed, String line) {
        SpecChange change = SpecChange.between(BEFORE, StudySpecReader.read(STUDY, "study.yaml", List.of(override)));

        assertThat(change.lines()).containsExactly(line);
        assertThat(change.isAllowed()).isEqualTo(allowed);
    }

    @Test
    void theSameStudyWrittenOtherwiseIsNoChange() {
        SpecChange change = SpecChange.between(
                BEFORE,
                StudySpecReader.read(
                        STUDY, "study.yaml", List.of("scheduler.eta=3", "grace=00:00:30", "sampler.top_percent=15")));

        assertThat(change.isEmpty()).isTrue();
        assertThat(change.isAllowed()).isTrue();
    }

    @Test
    void theOrderOfParametersIsPartOfTheSpace() {
        String reordered = STUDY.replaceAll(
                "space: .*", "space: {n: {type: int, low: 1, high: 8}, lr: {type: float, low: 1e-4, high: 0.01}}");
        SpecChange change = SpecChange.between(BEFORE, StudySpecReader.read(reordered, "study.yaml"));

        assertThat(change.lines())
                .containsExactly("space: lr, n -> n, lr (another order is not possible once a study has begun)");
    }

    @Test
    void whatIsNotAllowedComesFirstAndTheRestIsCalledPossible() {
        SpecChange change =
                SpecChange.between(BEFORE, StudySpecReader.read(STUDY, "study.yaml", List.of("trials=40", "seed=1")));

        assertThat(change.lines())
                .containsExactly("seed: 0 -> 1 (not possible once a study has begun)", "trials: 20 -> 40 (possible)");
    }
}
