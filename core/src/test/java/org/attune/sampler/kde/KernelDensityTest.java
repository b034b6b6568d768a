package org.attune.sampler.kde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.attune.sampler.Randomness;
import org.junit.jupiter.api.Test;

class KernelDensityTest {
    private static final double SMALLEST = 1e-3;

    @Test
    void aCategoryOfManyChoicesKeepsWeightsThatAreProbabilities() {
        int choices = 1000;
        double[][] rows = IntStream.range(0, 40)
                .mapToObj(i -> new double[] {i % 4 == 0 ? 17 : i * 25})
                .toArray(double[][]::new);
        var density = KernelDensity.fit(rows, new int[] {choices}, SMALLEST);
        assertThat(density.bandwidths()[0]).isBetween(SMALLEST, 0.75);
        assertThat(density.logDensity(new double[] {17}))
                .isGreaterThan(density.logDensity(new double[] {25}))
                .isFinite();
        assertThat(density.logDensity(new double[] {25})).isGreaterThan(density.logDensity(new double[] {999}));
    }

    @Test
    void theBandwidthOfManyChoicesDoesNotDependOnTheirOrder() {
        double[][] rows = {{0}, {90}, {7}, {90}, {90}};
        double[][] reordered = {{90}, {40}, {3}, {40}, {40}};
        int[] categories = {100};
        assertThat(KernelDensity.fit(rows, categories, SMALLEST).bandwidths())
                .isEqualTo(KernelDensity.fit(reordered, categories, SMALLEST).bandwidths());
    }

    @Test
    void aSingleValueOfACategoryLeavesTheOthersASmallDensity() {
        double[][] rows = {{1}, {1}, {1}};
        var density = KernelDensity.fit(rows, new int[] {3}, SMALLEST);
        assertThat(density.logDensity(new double[] {1})).isCloseTo(Math.log(1 - SMALLEST), within(1e-12));
        assertThat(density.logDensity(new double[] {0})).isCloseTo(Math.log(SMALLEST / 2), within(1e-12));
    }

    @Test
    void aChoiceWithoutAlternativeIsCertain() {
        var density = KernelDensity.fit(new double[][] {{0}, {0}}, new int[] {1}, SMALLEST);
        assertThat(density.logDensity(new double[] {0})).isCloseTo(0, within(2 * SMALLEST));
    }

    @Test
    void numbersHaveTheDensityOfTheSumOfTheirKernels() {
        double[][] rows = {{0.2}, {0.4}};
        var density = KernelDensity.fit(rows, new int[] {0}, SMALLEST);
        double h = density.bandwidths()[0];
        assertThat(h).isCloseTo(1.06 * 0.1 * Math.pow(2, -0.2), within(1e-15));
        double expected = (Math.exp(-0.5 * Math.pow(0.1 / h, 2)) + Math.exp(-0.5 * Math.pow(0.3 / h, 2)))
                / (2 * h * Math.sqrt(2 * Math.PI));
        assertThat(density.logDensity(new double[] {0.5})).isCloseTo(Math.log(expected), within(1e-12));
    }

    @Test
    void drawsStayInTheCube() {
        double[][] rows = {{0, 2}, {1, 0}, {0.5, 2}};
        var density = KernelDensity.fit(rows, new int[] {0, 3}, SMALLEST);
        var random = Randomness.of(1, 0, "drawsStayInTheCube");
        for (int i = 0; i < 2000; i++) {
            double[] point = density.draw(random, 3);
            assertThat(point[0]).isBetween(0.0, 1.0);
            assertThat(point[1]).isIn(0.0, 1.0, 2.0);
        }
        assertThat(rows).isDeepEqualTo(new double[][] {{0, 2}, {1, 0}, {0.5, 2}});
    }

    @Test
    void whatARowLacksIsUniform() {
        double[][] rows = {{0.2, 1, Double.NaN, Double.NaN}, {0.4, 0, 0.3, 2}, {0.5, 1, Double.NaN, 0}};
        var density = KernelDensity.fit(rows, new int[] {0, 2, 0, 4}, SMALLEST);
        double[] h = density.bandwidths();
        double[] point = {0.3, 1, 0.9, 0};
        double first = normal(0.1, h[0]) * (1 - h[1]) / 4;
        double second = normal(0.1, h[0]) * h[1] * normal(0.6, h[2]) * h[3] / 3;
        double third = normal(0.2, h[0]) * (1 - h[1]) * (1 - h[3]);
        assertThat(density.logDensity(point)).isCloseTo(Math.log((first + second + third) / 3), within(1e-12));
    }

    @Test
    void ofAFewValuesTheBandwidthStaysWide() {
        double[][] rows = {{0.2, Double.NaN, Double.NaN}, {0.4, 0.5, 1}, {0.6, Double.NaN, Double.NaN}};
        double[] bandwidths =
                KernelDensity.fit(rows, new int[] {0, 0, 3}, SMALLEST).bandwidths();
        double factor = 1.06 * Math.pow(3, -1.0 / 7);
        assertThat(bandwidths[0]).isCloseTo(factor * Math.sqrt(0.08 / 3), within(1e-12));
        assertThat(bandwidths[1]).isCloseTo(factor * Math.sqrt(1.0 / 24), within(1e-12));
        assertThat(bandwidths[2]).isCloseTo(factor * Math.sqrt(1.0 / 6), within(1e-12));
    }

    @Test
    void drawsLackNothing() {
        double[][] rows = {{Double.NaN, Double.NaN}, {0.5, Double.NaN}};
        var density = KernelDensity.fit(rows, new int[] {0, 3}, SMALLEST);
        var random = Randomness.of(1, 0, "drawsLackNothing");
        for (int i = 0; i < 200; i++) {
            double[] point = density.draw(random, 3);
            assertThat(point[0]).isBetween(0.0, 1.0);
            assertThat(point[1]).isIn(0.0, 1.0, 2.0);
        }
    }

    private static double normal(double distance, double deviation) {
        return Math.exp(-0.5 * Math.pow(distance / deviation, 2)) / (deviation * Math.sqrt(2 * Math.PI));
    }
}
