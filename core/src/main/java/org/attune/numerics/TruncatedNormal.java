package org.attune.numerics;

/** A normal distribution cut off at both ends. */
public final class TruncatedNormal {
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
        double a = (low - mean) / deviation;
        double b = (high - mean) / deviation;
        // Probabilities have their digits in the lower tail: an interval that lies further up is mirrored.
        double z = a + b > 0 ? -standard(-b, -a, 1 - u) : standard(a, b, u);
        return Math.min(high, Math.max(low, mean + deviation * z));
    }

    private static double standard(double a, double b, double u) {
        double logBelowB = NormalDistribution.logCdf(b);
        double belowA = StrictMath.exp(NormalDistribution.logCdf(a) - logBelowB);
        return NormalDistribution.quantileOfLog(logBelowB + StrictMath.log(belowA + u * (1 - belowA)));
    }
}
