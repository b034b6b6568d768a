package org.attune.numerics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;
import org.junit.jupiter.api.Test;

class NormalDistributionTest {
    private static final NormalDistribution ORACLE = NormalDistribution.of(0, 1);

    @Test
    void probabilitiesAgreeWithCommonsStatistics() {
        for (double x = -37; x <= 8; x += 0.037) {
            double expected =
                    x < 0 ? Math.log(ORACLE.cumulativeProbability(x)) : Math.log1p(-ORACLE.survivalProbability(x));
            assertThat(org.attune.numerics.NormalDistribution.logCdf(x))
                    .as("log cdf of %s", x)
                    .isCloseTo(expected, within(4e-14 * Math.abs(expected)));
        }
    }

    @Test
    void quantilesAgreeWithCommonsStatistics() {
        for (double p = 1e-4; p < 1; p += 0.00037) {
            double expected = ORACLE.inverseCumulativeProbability(p);
            assertThat(org.attune.numerics.NormalDistribution.quantileOfLog(Math.log(p)))
                    .as("quantile of %s", p)
                    .isCloseTo(expected, within(4e-13));
        }
    }

    @Test
    void quantileUndoesProbabilityFarIntoTheTail() {
        for (double x = -1e4; x <= 5; x += x < -50 ? 7.3 : 0.01) {
            double logCdf = org.attune.numerics.NormalDistribution.logCdf(x);
            assertThat(org.attune.numerics.NormalDistribution.quantileOfLog(logCdf))
                    .as("quantile of the log cdf of %s", x)
                    .isCloseTo(x, within(x > 0 ? 1e-9 : 1e-13 * Math.max(1, -x)));
        }
    }

    @Test
    void truncatedQuantilesAgreeWithTheCdfOfCommonsStatistics() {
        for (double mean : new double[] {0, 0.01, 0.3, 0.5, 0.97, 1, 1.4}) {
            for (double deviation : new double[] {0.2, 0.5, 3}) {
                var oracle = TruncatedNormalDistribution.of(mean, deviation, 0, 1);
                for (double u = 0.005; u < 1; u += 0.01) {
                    double x = TruncatedNormal.quantile(mean, deviation, 0, 1, u);
                    assertThat(oracle.cumulativeProbability(x))
                            .as("cdf of the quantile %s of N(%s, %s)", u, mean, deviation)
                            .isCloseTo(u, within(1e-9));
                }
            }
        }
    }

    @Test
    void truncatedMeansAgreeWithCommonsStatistics() {
        for (double mean : new double[] {0.0, 0.2, 0.9, 1.0}) {
            var oracle = TruncatedNormalDistribution.of(mean, 0.3, 0, 1);
            int strips = 20_000;
            double sum = 0;
            for (int i = 0; i < strips; i++) {
                sum += TruncatedNormal.quantile(mean, 0.3, 0, 1, (i + 0.5) / strips);
            }
            assertThat(sum / strips).isCloseTo(oracle.getMean(), within(1e-6));
        }
    }

    @Test
    void truncatedQuantilesStayInsideEvenWhereHardlyAnyProbabilityIs() {
        for (double mean : new double[] {-1000, -50, 0, 1, 51, 1001}) {
            for (double u : new double[] {0, 1e-300, 0.5, 1 - 1e-16, 1}) {
                assertThat(TruncatedNormal.quantile(mean, 1, 0, 1, u)).isBetween(0.0, 1.0);
            }
        }
        assertThat(TruncatedNormal.quantile(-1000, 1, 0, 1, 0.5)).isCloseTo(Math.log(2) / 1000, within(1e-8));
    }
}
