package org.attune.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.attune.spec.SchedulerSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HyperBandTableTest {

    @Test
    void theTableFor81StepsAndEta3IsThePapers() {
        assertThat(text(table(81, 3, 1)))
                .containsExactly(
                        "81@1 27@3 9@9 3@27 1@81", "34@3 11@9 3@27 1@81", "15@9 5@27 1@81", "8@27 2@81", "5@81");
    }

    @Test
    void aLargerFirstStepLeavesTheLowestRungsOut() {
        assertThat(text(table(81, 3, 9))).containsExactly("9@9 3@27 1@81", "5@27 1@81", "3@81");
    }

    @Test
    void stepsThatAreNoPowersAreRoundedAlikeInAllBrackets() {
        assertThat(text(table(100, 3, 1)))
                .containsExactly(
                        "81@1 27@4 9@11 3@33 1@100",
                        "34@4 11@11 3@33 1@100",
                        "15@11 5@33 1@100",
                        "8@33 2@100",
                        "5@100");
    }

    @Test
    void oneStepIsOneBracketOfOneRung() {
        assertThat(text(table(1, 3, 1))).containsExactly("1@1");
    }

    @Test
    void theLastBracketOfAStudyHoldsWhatIsLeftAndOneTrialGetsToItsEnd() {
        HyperBandTable table = HyperBandTable.of(new SchedulerSpec.HyperBand(9, 3, 1));
        assertThat(text(table)).containsExactly("9@1 3@3 1@9", "5@3 1@9", "3@9");
        assertThat(text(table.plan(19))).containsExactly("9@1 3@3 1@9", "5@3 1@9", "3@9", "2@1 1@3 1@9");
        assertThat(text(table.plan(10))).containsExactly("9@1 3@3 1@9", "1@3 1@9");
    }

    @ParameterizedTest
    @CsvSource({"9, 3, 27", "9, 3, 1000000", "1000000, 2, 1"})
    void stepsRiseAndEndAtTheLast(int maxStep, int eta, int ignored) {
        for (HyperBandTable.Bracket bracket : table(maxStep, eta, 1).brackets()) {
            List<Integer> steps =
                    bracket.rungs().stream().map(HyperBandTable.Rung::step).toList();
            assertThat(steps).isSorted().doesNotHaveDuplicates().endsWith(maxStep);
        }
    }

    @Test
    void stepsOfABracketCountWhatResumedTrialsSave() {
        assertThat(table(9, 3, 1).brackets().get(0).steps()).isEqualTo(9 + 3 * 2 + 6);
    }

    private static HyperBandTable table(int maxStep, int eta, int minStep) {
        return HyperBandTable.of(new SchedulerSpec.HyperBand(maxStep, eta, minStep));
    }

    private static List<String> text(HyperBandTable table) {
        return text(table.brackets());
    }

    private static List<String> text(List<HyperBandTable.Bracket> brackets) {
        return brackets.stream()
                .map(bracket -> bracket.rungs().stream()
                        .map(rung -> rung.trials() + "@" + rung.step())
                        .collect(Collectors.joining(" ")))
                .toList();
    }
}
