package org.attune.numerics;

/** A normal distribution cut off at both ends. */
public final class TruncatedNormal {
    /** From a mean so many lengths of the interval away the density is exponential in all digits that count. */
    private static final double FAR = 1e6;

    private TruncatedNormal() {}

    /**
     * The value below which a share {@code u} of the distribution lies; with a uniform {@code u}, a draw from it.
     *
     * @param mean of the normal distribution before it is cut, inside or outside the interval
     * @param deviation standard deviation before it is cut, positive
     * @param u in [0, 1]
     * @return in [low, high]
     */
    public static double quantile(double mean, double deviation, double low, double high, double u) {
        double middle = low + (high - low) / 2;
        if (Math.abs(mean - middle) > FAR * (high - low)) {
            return exponential((mean - middle) / deviation / deviation, low, high, u);
        }
        double a = (low - mean) / deviation;
        double b = (high - mean) / deviation;
        // Probabilities have their digits in the lower tail: an interval that lies further up is mirrored.
        double z = a + b > 0 ? -standard(-b, -a, 1 - u) : standard(a, b, u);
        // So far from the mean that no digit of a probability is left, all lies at the end that is nearest to it.
        return Math.min(high, Math.max(low, !Double.isNaN(z) ? mean + deviation * z : mean));
    }

    /** Of the density exp(rate x). */
    private static double exponential(double rate, double low, double high, double u) {
        double length = high - low;
        if (u <= 0 || u >= 1) {
            return u <= 0 ? low : high;
        } else if (Math.abs(rate) * length < 1e-9) {
            return low + u * length;
        }
        double fromEnd = -StrictMath.log(
                        (rate > 0 ? u : 1 - u) + (rate > 0 ? 1 - u : u) * StrictMath.exp(-Math.abs(rate) * length))
                / Math.abs(rate);
        return Math.min(high, Math.max(low, rate > 0 ? high - fromEnd : low + fromEnd));
    }

    private static double standard(double a, double b, double u) {
        double logBelowB = NormalDistribution.logCdf(b);
        double belowA = StrictMath.exp(NormalDistribution.logCdf(a) - logBelowB);
        return NormalDistribution.quantileOfLog(logBelowB + StrictMath.log(belowA + u * (1 - belowA)));
    }
}
