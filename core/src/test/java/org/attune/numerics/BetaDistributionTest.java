package org.attune.numerics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BetaDistributionTest {
    private static final double[] SHAPES = {0.01, 0.3, 0.5, 1, 1.5, 2, 7, 40, 1e3, 1e6};
    private static final double[] SHARES = {1e-12, 1e-3, 0.02, 0.3, 0.5, 0.50001, 0.8, 0.99, 1 - 1e-9};

    @Test
    void quantilesAreInvertedByTheCdfOfCommonsStatistics() {
        for (double alpha : SHAPES) {
            for (double beta : SHAPES) {
                var oracle = org.apache.commons.statistics.distribution.BetaDistribution.of(alpha, beta);
                for (double u : SHARES) {
                    double x = BetaDistribution.quantile(alpha, beta, u);
                    assertThat(x).isBetween(0.0, 1.0);
                    // Where the density is steep, the number next to x already lies at quite another share.
                    double below = oracle.cumulativeProbability(x * (1 - 1e-15) - 1e-300);
                    double above = oracle.cumulativeProbability(Math.min(1, Math.nextUp(x)));
                    double rounding = u < 0.5 ? 1e-9 * u : 1e-9 * (1 - u) + 2e-15;
                    assertThat(u)
                            .as("share of the quantile %s of beta(%s, %s)", x, alpha, beta)
                            .isBetween(below - rounding, above + rounding);
                }
            }
        }
    }

    @Test
    void simpleShapesHaveSimpleQuantiles() {
        for (double u = 0.001; u < 1; u += 0.001) {
            assertThat(BetaDistribution.quantile(1, 1, u)).isCloseTo(u, within(1e-15));
            assertThat(BetaDistribution.quantile(3, 1, u)).isCloseTo(Math.cbrt(u), within(1e-15));
            assertThat(BetaDistribution.quantile(1, 2, u)).isCloseTo(1 - Math.sqrt(1 - u), within(1e-15));
        }
    }

    @Test
    void theEndsAreReachedAndGreaterSharesHaveNoLesserQuantiles() {
        for (double alpha : SHAPES) {
            assertThat(BetaDistribution.quantile(alpha, 2, 0)).isZero();
            assertThat(BetaDistribution.quantile(alpha, 2, 1)).isEqualTo(1);
            double last = 0;
            for (double u = 1e-5; u < 1; u += 0.0097) {
                double x = BetaDistribution.quantile(alpha, 2, u);
                assertThat(x).isGreaterThanOrEqualTo(last);
                last = x;
            }
        }
    }
}
