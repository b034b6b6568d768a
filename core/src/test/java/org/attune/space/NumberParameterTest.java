package org.attune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.attune.text.IllegalDefinitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NumberParameterTest {

    static List<Parameter> finite() {
        return List.of(
                new IntegerParameter("n", 1, 8, false, 1),
                new IntegerParameter("n", -3, 3, false, 1),
                new IntegerParameter("n", 1, 64, true, 1),
                new IntegerParameter("n", 16, 1024, true, 16),
                new IntegerParameter("n", 1, 10, false, 4),
                new IntegerParameter("n", 0, 1, false, 1),
                new FloatParameter("x", 0, 1, false, 0.1),
                new FloatParameter("x", -0.3, 0.3, false, 0.1),
                new FloatParameter("x", 0.1, 1, true, 0.1),
                new FloatParameter("x", 0.001, 1, true, 0.001),
                new FloatParameter("x", 0, 1, false, 0.33333333334),
                new FloatParameter("x", 1e-4, 1e-2, true, 3e-4),
                new ChoiceParameter("c", List.of("a", "b", "c"), false),
                new ChoiceParameter("c", List.of("a", "b", "c", "d", "e", "f", "g"), true));
    }

    static List<Parameter> continuous() {
        return List.of(
                new FloatParameter("x", 0, 1, false, 0),
                new FloatParameter("x", -5, 17, false, 0),
                new FloatParameter("x", 1e-8, 1e3, true, 0),
                new FloatParameter("x", 0.99, 1.01, true, 0));
    }

    @ParameterizedTest
    @MethodSource("finite")
    void everyValueIsLegalAndTheInverseIsExact(Parameter parameter) {
        for (Object value : values(parameter)) {
            assertThat(parameter.check(value)).isEqualTo(value);
            assertThat(parameter.decode(parameter.encode(value))).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @MethodSource("finite")
    void bothEndsAreReached(Parameter parameter) {
        List<Object> values = values(parameter);
        assertThat(parameter.decode(0)).isEqualTo(values.get(0));
        assertThat(parameter.decode(1)).isEqualTo(values.get(values.size() - 1));
        assertThat(values).hasSize((int) parameter.size()).doesNotHaveDuplicates();
    }

    /** The widths of cells are those of the distribution, found by bisection of the unit interval. */
    @ParameterizedTest
    @MethodSource("finite")
    void cellsAreAsWideAsTheDistributionSays(Parameter parameter) {
        List<Object> values = values(parameter);
        double from = 0;
        for (int i = 0; i < values.size(); i++) {
            double to = i == values.size() - 1 ? 1 : endOfCell(parameter, values.get(i), from);
            assertThat(to - from).isCloseTo(expectedWidth(parameter, values, i), within(1e-9));
            from = to;
        }
    }

    @ParameterizedTest
    @MethodSource("finite")
    void drawsFollowTheWidthsAlsoAtTheEnds(Parameter parameter) {
        long seed = 20261124;
        int draws = 100_000;
        List<Object> values = values(parameter);
        int[] counts = new int[values.size()];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < draws; i++) {
            counts[values.indexOf(parameter.decode(random.nextDouble()))]++;
        }
        double chiSquare = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = draws * expectedWidth(parameter, values, i);
            chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        double chance = ChiSquaredDistribution.of(counts.length - 1).survivalProbability(chiSquare);
        assertThat(chance).as("seed %d", seed).isGreaterThan(1e-4);
    }

    @ParameterizedTest
    @MethodSource("continuous")
    void aContinuumReachesBothEndsAndIsInverted(Parameter parameter) {
        NumberParameter number = (NumberParameter) parameter;
        assertThat(parameter.decode(0)).isEqualTo(number.lowest());
        assertThat(parameter.decode(1)).isEqualTo(number.highest());
        assertThat(parameter.size()).isEqualTo(Long.MAX_VALUE);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1000; i++) {
            double unit = random.nextDouble();
            Object value = parameter.decode(unit);
            assertThat(parameter.encode(value)).isCloseTo(unit, within(1e-12));
            assertThat((Double) parameter.check(value)).isBetween(number.lowest(), number.highest());
        }
    }

    @Test
    void stepsAreDecimals() {
        assertThat(values(new FloatParameter("x", 0, 1, false, 0.1)))
                .containsExactly(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0);
    }

    @Test
    void noStepLeadsBeyondTheUpperBound() {
        FloatParameter parameter = new FloatParameter("x", 0, 1, false, 0.33333333334);
        assertThat(parameter.highest()).isEqualTo(1);
        assertThat(parameter.check(parameter.highest())).isEqualTo(1.0);
        assertThat(new FloatParameter("x", 0, 1, false, 0.4).highest()).isEqualTo(0.8);
        assertThat(new IntegerParameter("n", 1, 10, false, 4).highest()).isEqualTo(9);
    }

    @Test
    void wholeNumbersOfAnyTypeAreTaken() {
        IntegerParameter parameter = new IntegerParameter("n", 1, 9, false, 2);
        assertThat(parameter.check(3)).isEqualTo(3L);
        assertThat(parameter.check(3.0)).isEqualTo(3L);
        assertThat(new FloatParameter("x", 0, 9, false, 0).check(3)).isEqualTo(3.0);
    }

    @Test
    void illegalValuesAreRefusedWithTheRule() {
        Parameter lr = new FloatParameter("lr", 1e-4, 0.01, true, 0);
        Parameter n = new IntegerParameter("n", 1, 9, false, 2);
        Parameter drop = new FloatParameter("drop", 0, 0.5, false, 0.1);
        assertRefused(lr, 0.5, "'lr' must be between 1e-4 and 0.01, but got 0.5.");
        assertRefused(lr, "a", "'lr' must be a number, but got \"a\".");
        assertRefused(lr, null, "'lr' must be a number, but got null.");
        assertRefused(lr, Double.NaN, "'lr' must be a number, but got NaN.");
        assertRefused(n, 10, "'n' must be between 1 and 9, but got 10.");
        assertRefused(n, 4, "'n' must be one of 1, 3, ..., but got 4.");
        assertRefused(n, 2.5, "'n' must be a whole number, but got 2.5.");
        assertRefused(drop, 0.25, "'drop' must be one of 0, 0.1, ..., but got 0.25.");
    }

    @Test
    void illegalRangesAreRefusedWithTheRuleTheValuesAndARemedy() {
        assertThatThrownBy(() -> new FloatParameter("lr", 0.1, 0.01, false, 0))
                .isInstanceOf(IllegalDefinitionException.class)
                .hasMessage("low < high must hold for 'lr', but got low=0.1, high=0.01. Maybe the two are swapped?");
        assertThatThrownBy(() -> new FloatParameter("lr", 0, 1, true, 0))
                .hasMessage("low > 0 must hold for 'lr' on a logarithmic scale, but got low=0."
                        + " Maybe a small positive bound, or no log, is meant?");
        assertThatThrownBy(() -> new FloatParameter("lr", Double.NaN, 1, true, 0))
                .hasMessage("low must be a finite number for 'lr', but got NaN.");
        assertThatThrownBy(() -> new FloatParameter("lr", -1e308, 1e308, false, 0))
                .hasMessage("high - low must be a finite number for 'lr', but got low=-1e308, high=1e308.");
        assertThatThrownBy(() -> new IntegerParameter("n", Long.MIN_VALUE, 3, false, 1))
                .hasMessage("low must lie within 2^52 of zero for 'n', but got -9223372036854775808.");
        assertThatThrownBy(() -> new IntegerParameter("n", 1, 3, false, 0))
                .hasMessage("step must be at least 1 for 'n', but got step=0.");
        assertThatThrownBy(() -> new IntegerParameter("n", 1, 3, false, 5))
                .hasMessage("0 < step <= high - low must hold for 'n', but got step=5 with low=1, high=3.");
    }

    private static void assertRefused(Parameter parameter, Object value, String message) {
        assertThatThrownBy(() -> parameter.check(value))
                .isInstanceOf(IllegalValueException.class)
                .hasMessage(message);
    }

    private static List<Object> values(Parameter parameter) {
        if (parameter instanceof ChoiceParameter choice) {
            return choice.choices();
        } else if (parameter instanceof IntegerParameter whole) {
            return IntStream.range(0, (int) whole.size())
                    .<Object>mapToObj(i -> whole.low() + i * whole.step())
                    .toList();
        }
        List<Object> values = new ArrayList<>();
        FloatParameter real = (FloatParameter) parameter;
        for (int i = 0; i < real.size(); i++) {
            values.add(real.check(Math.min(real.high(), real.low() + i * real.step())));
        }
        return values;
    }

    private static double endOfCell(Parameter parameter, Object value, double from) {
        double inside = Math.max(from, parameter.encode(value));
        double outside = 1;
        for (int i = 0; i < 60; i++) {
            double middle = (inside + outside) / 2;
            if (parameter.decode(middle).equals(value)) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return inside;
    }

    /** Equal without a logarithm; with one, the logarithm of one of as many equal pieces of the range as there are values. */
    private static double expectedWidth(Parameter parameter, List<Object> values, int index) {
        if (!(parameter instanceof NumberParameter number) || !number.log()) {
            return 1.0 / values.size();
        }
        double low = number.lowest();
        double width = (number.highest() - low) / values.size();
        return Math.log((low + (index + 1) * width) / (low + index * width)) / Math.log(number.highest() / low);
    }

    @Test
    void aNumberBeyond64BitsIsNotTakenForItsLastOnes() {
        BigInteger big = BigInteger.TWO.pow(64).add(BigInteger.valueOf(5));

        assertThatThrownBy(() -> new IntegerParameter("n", 0, 10, false, 1).check(big))
                .hasMessage("'n' must be between 0 and 10, but got 18446744073709551621.");
    }

    @Test
    void thereIsOneZero() {
        SearchSpace space = SearchSpace.builder()
                .uniform("x", -0.0, 1)
                .uniform("y", -1, -0.0)
                .uniform("z", 0, 1)
                .when(Clause.equal("x", 0))
                .forbid(Clause.equal("z", -0.0))
                .build();

        assertThat(space.parameter("x")).isEqualTo(new FloatParameter("x", 0.0, 1, false, 0));
        assertThat(space.parameter("y").quantile(1)).isEqualTo(0.0);
        assertThat(space.check(Map.of("x", -0.0, "y", 0, "z", 0.5)))
                .isEqualTo(space.check(Map.of("x", 0.0, "y", -0.0, "z", 0.5)));
        assertThat(space.allows(Map.of("x", 0.0, "y", 0, "z", 0.0))).isFalse();
        assertThat(space.allows(Map.of("x", 0.0, "y", 0, "z", -0.0))).isFalse();
    }

    @Test
    void stepsThatCannotBeToldApartAreRefused() {
        assertThatThrownBy(() -> new FloatParameter("x", 0, 1e300, false, 1))
                .hasMessageStartingWith("the step of 'x' is too small to tell its values apart, with step=1, low=0");
        assertThatThrownBy(() -> new FloatParameter("x", 1e16, 1e16 + 10, false, 0.5))
                .hasMessageStartingWith("the step of 'x' is too small");
        assertThat(new IntegerParameter("n", -(1L << 52), 1L << 52, false, 1).size())
                .isEqualTo((1L << 53) + 1);
    }

    @Test
    void endsThatHaveTheSameLogarithmMakeNoLogarithmicScale() {
        assertThatThrownBy(() -> new FloatParameter("x", 1e10, Math.nextUp(1e10), true, 0))
                .hasMessageStartingWith("low and high of 'x' are too close for a logarithmic scale");
        assertThat(new FloatParameter("x", 1e10, Math.nextUp(1e10), false, 0).encode(1e10))
                .isZero();
    }
}
