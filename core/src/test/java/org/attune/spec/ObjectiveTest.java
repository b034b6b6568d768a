package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectiveTest {
    private static final Objective MIN = new Objective("f", Objective.Mode.MIN);
    private static final Objective MAX = new Objective("f", Objective.Mode.MAX);

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.0,
                -0.0,
                1,
                -1,
                0.1,
                -1e-300,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.NaN
            })
    void minimisingAndMaximisingTheNegativeGiveTheSameLossBitByBit(double value) {
        assertThat(Double.doubleToRawLongBits(MIN.loss(value))).isEqualTo(Double.doubleToRawLongBits(MAX.loss(-value)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNoFiniteNumberIsWorst(double value) {
        assertThat(MIN.loss(value)).isInfinite().isPositive();
        assertThat(MAX.loss(value)).isInfinite().isPositive();
    }
}
