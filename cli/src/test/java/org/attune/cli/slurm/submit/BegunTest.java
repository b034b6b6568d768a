package org.attune.cli.slurm.submit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.analysis.StatusReport;
import org.attune.analysis.StudyState;
import org.attune.cli.BadInput;
import org.attune.space.Configuration;
import org.attune.spec.SpecChange;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecReader;
import org.attune.study.TrialState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BegunTest {
    private static final List<String> NOTHING = List.of();

    private static StudySpec spec(int trials, String more) {
        return StudySpecReader.read("""
                study: toy
                objective: {metric: loss, mode: min}
                space: {x: {type: float, low: 0, high: 1}}
                trials: %d
                trainable: {command: [echo]}
                %s
                """.formatted(trials, more), "study.yaml");
    }

    /** Of one of four trials that are over. */
    private static Begun begun(String reason, StudyState state, StudySpec now) {
        Map<TrialState, Integer> trials = new EnumMap<>(TrialState.class);
        trials.put(TrialState.COMPLETED, 4);
        StatusReport status = new StatusReport(
                "toy",
                state,
                trials,
                Optional.empty(),
                OptionalInt.of(0),
                Optional.ofNullable(reason),
                List.of(),
                List.of());
        return new Begun(
                now, status, SpecChange.between(spec(4, ""), now, List.of(new Configuration(Map.of("x", 0.5)))));
    }

    @Test
    void oneThatIsOverIsNotSubmittedAndSaysHowThereWouldBeMore() {
        assertThatThrownBy(
                        () -> begun("trials", StudyState.COMPLETED, spec(4, "")).check(NOTHING))
                .isInstanceOf(BadInput.class)
                .hasMessage("study 'toy' is over (trials), with 4 trials: a job of it would find nothing to do."
                        + " For more: --set trials=8, or a new study by --set study=NAME."
                        + " 'attune results toy' shows what came of it.");
    }

    /** Those without an end are allowed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trials   | COMPLETED   | 4  | ''              | trials=8
            trials   | COMPLETED   | 3  | ''              | trials=8
            trials   | COMPLETED   | 4  | grace: 5s       | trials=8
            failures | FAILED      | 4  | ''              | trials=8
            target   | COMPLETED   | 4  | ''              | another target
            time     | COMPLETED   | 4  | ''              | a longer time_limit
            trials   | COMPLETED   | 9  | ''              |
            target   | COMPLETED   | 9  | 'target: 0.01'  |
            failures | FAILED      | 9  | ''              |
                     | INTERRUPTED | 9  | ''              |
                     | PAUSED      | 4  | ''              |
            """)
    void whatIsLeftToDoDecides(String reason, StudyState state, int trials, String more, String remedy) {
        Begun begun = begun(reason, state, spec(trials, more));
        if (remedy == null) {
            assertThatCode(() -> begun.check(NOTHING)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> begun.check(NOTHING)).hasMessageContaining(remedy);
        }
    }

    @Test
    void whatTheJobWouldRefuseIsRefusedBeforeItWaits() {
        StudySpec wider = StudySpecReader.read("""
                study: toy
                objective: {metric: loss, mode: min}
                space: {x: {type: float, low: 0, high: 2}}
                trials: 9
                trainable: {command: [echo]}
                """, "study.yaml");
        Begun asked = begun(null, StudyState.PAUSED, wider);
        assertThatThrownBy(() -> asked.check(NOTHING)).hasMessageContaining("-- --accept-changes");
        assertThatCode(() -> asked.check(List.of("--accept-changes"))).doesNotThrowAnyException();

        Begun another = begun(null, StudyState.PAUSED, spec(9, "sampler: {type: random}\nseed: 7"));
        assertThatThrownBy(() -> another.check(List.of("--accept-changes")))
                .hasMessageContaining("was begun with another definition")
                .hasMessageContaining("--set study=NAME");
    }
}
