package org.attune.sampler.kde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Densities are those of HpBandSter wherever it has one, to 1e-9 of their value. */
class KernelDensityReferenceTest {
    private static final double SMALLEST_BANDWIDTH = 1e-3;
    /** Below, the reference has lost digits to underflow or become zero. */
    private static final double UNDERFLOW = -700;

    private int[] categories;
    private int undefinedThere;

    @ParameterizedTest
    @ValueSource(strings = {"continuous", "mixed", "conditional"})
    void bandwidthsAndDensitiesAgree(String name) {
        var reference = BohbReference.read(name);
        categories = BohbReference.integers(reference.get("levels"));
        double[][] points = BohbReference.rows(reference.get("points"));
        for (Map<String, Object> model : BohbReference.objects(reference.get("models"))) {
            var good = fit(model, "good_imputed", "bandwidth_good");
            var bad = fit(model, "bad_imputed", "bandwidth_bad");
            compare(good, points, BohbReference.numbers(model.get("log_l")), name + " good");
            compare(bad, points, BohbReference.numbers(model.get("log_g")), name + " bad");
        }
        assertThat(undefinedThere).isEqualTo(name.equals("conditional") ? 23 + 1 : 0);
    }

    private KernelDensity fit(Map<String, Object> model, String rows, String bandwidths) {
        var density = KernelDensity.fit(BohbReference.rows(model.get(rows)), categories, SMALLEST_BANDWIDTH);
        double[] expected = BohbReference.numbers(model.get(bandwidths));
        for (int column = 0; column < expected.length; column++) {
            assertThat(density.bandwidths()[column]).isCloseTo(expected[column], within(1e-9 * expected[column]));
        }
        return density;
    }

    private void compare(KernelDensity density, double[][] points, double[] expected, String what) {
        for (int i = 0; i < points.length; i++) {
            double log = density.logDensity(points[i]);
            if (Double.isNaN(expected[i]) || expected[i] == Double.POSITIVE_INFINITY) {
                // One value seen of a category, another asked for: divided by zero there, a small density here.
                undefinedThere++;
                assertThat(log).as("%s, point %d", what, i).isFinite();
            } else if (expected[i] < UNDERFLOW) {
                assertThat(log).as("%s, point %d", what, i).isLessThan(UNDERFLOW);
            } else {
                assertThat(log).as("%s, point %d", what, i).isCloseTo(expected[i], within(1e-9));
            }
        }
    }
}
