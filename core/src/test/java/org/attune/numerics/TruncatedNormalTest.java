package org.attune.numerics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TruncatedNormalTest {

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
}
