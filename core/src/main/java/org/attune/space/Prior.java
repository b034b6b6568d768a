package org.attune.space;

import java.util.LinkedHashMap;
import java.util.Map;
import org.attune.numerics.BetaDistribution;
import org.attune.numerics.TruncatedNormal;

/**
 * From which part of a range values are drawn more often: a distribution on the range's scale, cut off at its ends. Without one, a range is
 * uniform on its scale. Immutable.
 */
public sealed interface Prior {

    /**
     * The place below which a share {@code u} of the distribution lies; with a uniform {@code u}, a draw from it.
     *
     * @param u in [0, 1]
     * @param scale of the range
     * @return in [0, 1], on the scale
     */
    double quantile(double u, Scale scale);

    /** How many of its deviations its mean lies outside of the range: 0 within it, and for one without a mean. */
    default double deviationsOutside(Scale scale) {
        return 0;
    }

    /** As the study file writes it: {@code {type: normal, mean: 0.01, deviation: 1}}. */
    Map<String, Object> definition();

    /**
     * A truncated normal distribution; on a logarithmic scale a truncated log-normal one.
     *
     * @param mean before the ends are cut off, in the parameter's unit; also on a logarithmic scale, where it is the median
     * @param deviation before the ends are cut off, above 0; in the parameter's unit, but on a logarithmic scale of the natural logarithm (0.69 is a factor of
     *     two)
     */
    record Normal(double mean, double deviation) implements Prior {

        public Normal {
            Bounds.positive("deviation", deviation);
            Bounds.finite("mean", mean);
        }

        @Override
        public double quantile(double u, Scale scale) {
            return onScale(mean, deviation, scale, u);
        }

        @Override
        public double deviationsOutside(Scale scale) {
            return Prior.outside(scale.place(mean), deviation / scale.length());
        }

        @Override
        public Map<String, Object> definition() {
            return Prior.map("normal", "mean", mean, "deviation", deviation);
        }
    }

    /**
     * The normal distribution that ConfigSpace 1.x gives a parameter on a logarithmic scale, whose deviation there is {@code |ln(low + sigma)|}. For files from
     * there, which keep their meaning and their digits.
     *
     * @param sigma as the file has it, above 0
     */
    record ConfigSpaceLogNormal(double mean, double sigma) implements Prior {

        public ConfigSpaceLogNormal {
            Bounds.positive("sigma", sigma);
            Bounds.positive("mean", mean);
        }

        @Override
        public double quantile(double u, Scale scale) {
            double deviation = Math.abs(StrictMath.log(scale.from() + sigma));
            return deviation == 0 ? Math.min(1, Math.max(0, scale.place(mean))) : onScale(mean, deviation, scale, u);
        }

        @Override
        public double deviationsOutside(Scale scale) {
            double deviation = Math.abs(StrictMath.log(scale.from() + sigma));
            return Prior.outside(scale.place(mean), deviation / scale.length());
        }

        @Override
        public Map<String, Object> definition() {
            return Prior.map("configspace_log_normal", "mean", mean, "sigma", sigma);
        }
    }

    /** A beta distribution over the range: both shapes above 1 favour its middle, both below 1 its ends. Shapes lie between 1e-10 and 1e9. */
    record Beta(double alpha, double beta) implements Prior {

        public Beta {
            Bounds.shape("alpha", alpha);
            Bounds.shape("beta", beta);
        }

        @Override
        public double quantile(double u, Scale scale) {
            return BetaDistribution.quantile(alpha, beta, u);
        }

        @Override
        public Map<String, Object> definition() {
            return Prior.map("beta", "alpha", alpha, "beta", beta);
        }
    }

    /** Numbers too large or too small for the scale stand for the largest or smallest there are. */
    private static double onScale(double mean, double deviation, Scale scale, double u) {
        double place = Math.min(Double.MAX_VALUE, Math.max(-Double.MAX_VALUE, scale.place(mean)));
        double spread = Math.min(Double.MAX_VALUE, Math.max(Double.MIN_VALUE, deviation / scale.length()));
        return TruncatedNormal.quantile(place, spread, 0, 1, u);
    }

    private static double outside(double place, double deviation) {
        double distance = Math.max(-place, place - 1);
        return distance <= 0 ? 0 : distance / deviation;
    }

    private static Map<String, Object> map(String type, String first, double a, String second, double b) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", type);
        map.put(first, a);
        map.put(second, b);
        return map;
    }
}
