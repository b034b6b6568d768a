package org.attune.numerics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TruncatedNormalTest {
    private static final double[] SIZES = {
        0, Double.MIN_VALUE, 1e-300, 1e-20, 1e-3, 0.5, 1, 2, 1e5, 1e7, 1e17, 1e100, 1e300, Double.MAX_VALUE
    };

    @Test
    void farFromTheMeanTheTailIsExponential() {
        for (double distance : new double[] {9_999, 10_001}) {
            double median = TruncatedNormal.quantile(-distance, 1, 0, 1, 0.5);
            assertThat(median * distance).isEqualTo(Math.log(2), within(1e-3));
            assertThat(1 - TruncatedNormal.quantile(1 + distance, 1, 0, 1, 0.5)).isEqualTo(median, within(1e-12));
        }
    }

    @Test
    void howeverFarTheMeanIsAValueLiesInTheInterval() {
        for (double mean : new double[] {1e5, 1e100, 1e300, -1e300}) {
            for (double deviation : new double[] {1e-300, 1, 1e100, 1e300}) {
                double before = 0;
                for (double u = 0; u <= 1; u += 0.125) {
                    double value = TruncatedNormal.quantile(mean, deviation, 0, 1, u);
                    assertThat(value)
                            .as("mean %s, deviation %s, u %s", mean, deviation, u)
                            .isBetween(before, 1.0);
                    before = value;
                }
            }
        }
        assertThat(TruncatedNormal.quantile(1e300, 1e-300, 0, 1, 0.3)).isEqualTo(1);
        assertThat(TruncatedNormal.quantile(-1e300, 1e-300, 0, 1, 0.3)).isEqualTo(0);
    }

    @Test
    void quantilesRiseWithinTheIntervalWhateverMeanAndDeviationAre() {
        for (double size : SIZES) {
            for (double mean : new double[] {size, -size}) {
                for (double deviation : SIZES) {
                    double last = 0;
                    for (int i = 0; deviation > 0 && i <= 20; i++) {
                        double value = TruncatedNormal.quantile(mean, deviation, 0, 1, i / 20.0);
                        assertThat(value)
                                .as("mean %s, deviation %s, share %s", mean, deviation, i / 20.0)
                                .isBetween(last - 1e-9, 1.0);
                        last = value;
                    }
                }
            }
        }
    }

    @Test
    void atMillionsOfLengthsFromTheMeanTheDensityIsExponential() {
        // exp(10 x), and as good as uniform.
        assertThat(TruncatedNormal.quantile(1e7 + 0.5, 1e3, 0, 1, 0.25))
                .isCloseTo(Math.log(1 + 0.25 * Math.expm1(10)) / 10, within(1e-6));
        assertThat(TruncatedNormal.quantile(-1e17, 1e16, 0, 1, 0.25)).isCloseTo(0.25, within(1e-9));
        // On both sides of the border between the two ways.
        for (double deviation : new double[] {100, 500, 1000, 1e4, 1e6}) {
            assertThat(TruncatedNormal.quantile(1_000_001, deviation, 0, 1, 0.3))
                    .isCloseTo(TruncatedNormal.quantile(999_999, deviation, 0, 1, 0.3), within(1e-4));
        }
    }
}
