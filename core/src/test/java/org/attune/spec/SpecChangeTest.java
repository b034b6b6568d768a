package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.attune.space.Clause;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
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
    private static final List<Configuration> TRIALS = List.of(
            new Configuration(Map.of("lr", 0.001, "n", 1)),
            new Configuration(Map.of("lr", 0.003, "n", 2)),
            new Configuration(Map.of("lr", 0.005, "n", 3)));

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
            space.lr.high=0.1                | true  | space.lr.high: 0.01 -> 0.1
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            space.lr.high=0.1                | space.lr.high: 0.01 -> 0.1 (3 of 3 trials stay in the model)
            space.lr.high=0.002              | space.lr.high: 0.01 -> 0.002 (1 of 3 trials stays in the model)
            space.n.step=2                   | space.n.step: none -> 2 (2 of 3 trials stay in the model)
            space.lr.log=true                | space.lr.log: none -> true (3 of 3 trials stay in the model)
            space.n=                         | space.n: {type: int, low: 1, high: 8} -> none (3 of 3 trials stay in the model, without it)
            space.n={type: constant, value: 2} | space.n: {type: int, low: 1, high: 8} -> {type: constant, value: 2} (1 of 3 trials stays in the model)
            space.m={type: float, low: 0, high: 1, before: 0.9} | space.m: none -> {type: float, low: 0.0, high: 1.0, before: 0.9} (3 of 3 trials stay in the model, as if they had had 0.9)
            space.m={type: constant, value: x} | space.m: none -> {type: constant, value: x} (3 of 3 trials stay in the model)
            """)
    void aChangeOfTheSpaceIsAskedForAndSaysWhichTrialsStayInTheModel(String override, String line) {
        SpecChange change =
                SpecChange.between(BEFORE, StudySpecReader.read(STUDY, "study.yaml", List.of(override)), TRIALS);

        assertThat(change.lines()).containsExactly(line);
        assertThat(change.isAllowed()).isTrue();
        assertThat(change.isAsked()).isTrue();
    }

    @Test
    void aNewParameterNeedsTheValueThatWasInForceForTheTrialsBefore() {
        StudySpec after = StudySpecReader.read(STUDY, "study.yaml", List.of("space.m={type: float, low: 0, high: 1}"));

        assertThat(SpecChange.between(BEFORE, after).isAllowed()).isTrue();
        SpecChange change = SpecChange.between(BEFORE, after, TRIALS);
        assertThat(change.isAllowed()).isFalse();
        assertThat(change.lines())
                .containsExactly("space.m: none -> {type: float, low: 0.0, high: 1.0} (of 3 trials 3 need a value for"
                        + " it; give the one that was in force as before: VALUE)");
    }

    @Test
    void theNoteOnAParameterIsThatOfAllItsChanges() {
        SpecChange change = SpecChange.between(
                BEFORE,
                StudySpecReader.read(STUDY, "study.yaml", List.of("space.lr.low=0.002", "space.lr.high=0.02")),
                TRIALS);

        assertThat(change.lines())
                .containsExactly(
                        "space.lr.low: 1e-4 -> 0.002", "space.lr.high: 0.01 -> 0.02 (2 of 3 trials stay in the model)");
    }

    @Test
    void whatIsForbiddenNowLeavesTheModel() {
        SearchSpace space = SearchSpace.builder()
                .uniform("lr", 1e-4, 0.01)
                .integer("n", 1, 8)
                .forbid(Clause.all(Clause.greater("lr", 0.004), Clause.greater("n", 2)))
                .build();

        List<SpecChange.Change> changes = SpaceChange.of(BEFORE.space(), space, TRIALS);
        assertThat(changes)
                .extracting(SpecChange.Change::toString)
                .containsExactly("forbidden: none -> lr > 0.004 and n > 2 (2 of 3 trials stay in the model)");
        assertThat(SpaceChange.of(space, BEFORE.space(), TRIALS))
                .extracting(SpecChange.Change::toString)
                .containsExactly("forbidden: lr > 0.004 and n > 2 -> none");
    }

    @Test
    void conditionsAreToldInWords() {
        SearchSpace space = SearchSpace.builder()
                .uniform("lr", 1e-4, 0.01)
                .integer("n", 1, 8)
                .when("n", Clause.less("lr", 0.005))
                .build();

        assertThat(SpaceChange.of(BEFORE.space(), space, TRIALS))
                .extracting(SpecChange.Change::toString)
                .containsExactly("space.n.when: none -> lr < 0.005 (3 of 3 trials stay in the model)");
    }

    @Test
    void anotherOrderOfParametersIsAnotherSpace() {
        String reordered = STUDY.replaceAll(
                "space: .*", "space: {n: {type: int, low: 1, high: 8}, lr: {type: float, low: 1e-4, high: 0.01}}");
        SpecChange change = SpecChange.between(BEFORE, StudySpecReader.read(reordered, "study.yaml"), TRIALS);

        assertThat(change.lines()).containsExactly("space: lr, n -> n, lr (3 of 3 trials stay in the model)");
    }

    @Test
    void configurationsToTryFirstMayGoOnceTheyHaveBeenTried() {
        StudySpec before = StudySpecReader.read(STUDY, "study.yaml", List.of("initial=[{lr: 0.001}, {lr: 0.002}]"));

        assertThat(SpecChange.between(before, BEFORE, TRIALS).isAllowed()).isTrue();
        assertThat(SpecChange.between(before, BEFORE, TRIALS.subList(0, 1)).isAllowed())
                .isFalse();
    }

    @Test
    void theLevelsOfAGridChangeWithTheirParameters() {
        StudySpec grid = StudySpecReader.read(STUDY, "study.yaml", List.of("sampler={type: grid, levels_of: {lr: 3}}"));
        StudySpec more = StudySpecReader.read(
                STUDY,
                "study.yaml",
                List.of(
                        "sampler={type: grid, levels_of: {lr: 3, m: 2}}",
                        "space.m={type: float, low: 0, high: 1, before: 1}"));
        StudySpec other =
                StudySpecReader.read(STUDY, "study.yaml", List.of("sampler={type: grid, levels_of: {lr: 4}}"));

        assertThat(SpecChange.between(grid, more, TRIALS).isAllowed()).isTrue();
        assertThat(SpecChange.between(grid, other, TRIALS).isAllowed()).isFalse();
    }

    @Test
    void whatIsNotAllowedComesFirstAndTheRestIsCalledPossible() {
        SpecChange change =
                SpecChange.between(BEFORE, StudySpecReader.read(STUDY, "study.yaml", List.of("trials=40", "seed=1")));

        assertThat(change.lines())
                .containsExactly("seed: 0 -> 1 (not possible once a study has begun)", "trials: 20 -> 40 (possible)");
    }
}
