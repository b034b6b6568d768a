package org.attune.sampler.kde;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.random.RandomGenerator;
import org.attune.sampler.Randomness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImputationTest {
    private static final double MISSING = Double.NaN;
    private static final int[] NUMBERS = {0, 0, 0, 0};

    private final RandomGenerator random = Randomness.of(1, 0, "imputation");

    @Test
    void completeRowsAreLeftAlone() {
        double[][] rows = {{0.1, 0.2, 0.3, 0.4}};
        assertThat(Imputation.complete(rows, NUMBERS, random)[0]).isSameAs(rows[0]);
    }

    @Test
    void theFirstColumnIsFilledLikeAnyOther() {
        double[][] rows = {{MISSING, 0.1, 0.2, 0.3}, {0.9, 0.8, 0.7, 0.6}, {0.5, MISSING, 0.5, 0.5}};
        double[][] complete = Imputation.complete(rows, NUMBERS, random);
        assertThat(complete[0][0]).isIn(0.9, 0.5);
        assertThat(complete[2]).containsExactly(0.5, complete[2][1], 0.5, 0.5);
        assertThat(complete[2][1]).isIn(0.1, 0.8);
        assertThat(rows[0][0]).isNaN();
    }

    @Test
    void oneDonorGivesAllThatItHas() {
        double[][] rows = {{0.5, MISSING, MISSING, MISSING}, {0.1, 0.2, MISSING, 0.4}, {0.1, MISSING, 0.3, MISSING}};
        assertThat(Imputation.complete(rows, NUMBERS, random)[0]).containsExactly(0.5, 0.2, 0.3, 0.4);
    }

    @Test
    void whatNoRowHasIsDrawn() {
        double[][] rows = {{MISSING, MISSING}, {MISSING, MISSING}};
        for (double[] row : Imputation.complete(rows, new int[] {0, 3}, random)) {
            assertThat(row[0]).isBetween(0.0, 1.0);
            assertThat(row[1]).isIn(0.0, 1.0, 2.0);
        }
    }

    /** What is filled in is random, so the reference's own choice is one of those that ours may make. */
    @ParameterizedTest
    @ValueSource(strings = {"good", "bad"})
    void referenceRowsAreFilledFromTheirGroup(String group) {
        var reference = BohbReference.read("conditional");
        int[] categories = BohbReference.integers(reference.get("levels"));
        for (Map<String, Object> model : BohbReference.objects(reference.get("models"))) {
            double[][] raw = BohbReference.rows(model.get(group + "_raw"));
            double[][] theirs = BohbReference.rows(model.get(group + "_imputed"));
            double[][] ours = Imputation.complete(raw, categories, random);
            for (int i = 0; i < raw.length; i++) {
                for (int column = 0; column < categories.length; column++) {
                    assertThat(ours[i][column]).isNotNaN();
                    if (!Double.isNaN(raw[i][column])) {
                        assertThat(ours[i][column]).isEqualTo(raw[i][column]).isEqualTo(theirs[i][column]);
                    } else if (isThere(raw, column)) {
                        assertThat(has(raw, column, ours[i][column])).isTrue();
                        assertThat(has(raw, column, theirs[i][column])).isTrue();
                    }
                }
            }
        }
    }

    private static boolean isThere(double[][] rows, int column) {
        for (double[] row : rows) {
            if (!Double.isNaN(row[column])) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(double[][] rows, int column, double value) {
        for (double[] row : rows) {
            if (row[column] == value) {
                return true;
            }
        }
        return false;
    }
}
