package org.attune.numerics;

/** A normal distribution cut off at both ends. */
public final class TruncatedNormal {
    /** Deviations from the mean from which on the tail is an exponential distribution, to eight digits; the digits of a quantile go lost there. */
    private static final double FAR = 1e4;

    /** Lengths of the interval from the mean from which on the same holds, however few deviations they are. */
    private static final double LONG = 1e6;

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
        if (a > FAR || low - mean > LONG * (high - low)) {
            return Math.min(high, low + exponential(deviation / a, high - low, u));
        } else if (b < -FAR || mean - high > LONG * (high - low)) {
            return Math.max(low, high - exponential(deviation / -b, high - low, 1 - u));
        }
        // Probabilities have their digits in the lower tail: an interval that lies further up is mirrored.
        double z = a + b > 0 ? -standard(-b, -a, 1 - u) : standard(a, b, u);
        // A deviation that is next to nothing leaves the mean.
        return Math.min(high, Math.max(low, Double.isNaN(z) ? mean : mean + deviation * z));
    }

    /** Of the distribution that is cut off at {@code width}. */
    private static double exponential(double mean, double width, double u) {
        if (mean > 1e9 * width) {
            return u * width;
        }
        return mean == 0 ? 0 : -mean * StrictMath.log1p(u * StrictMath.expm1(-width / mean));
    }

    private static double standard(double a, double b, double u) {
        double logBelowB = NormalDistribution.logCdf(b);
        double belowA = StrictMath.exp(NormalDistribution.logCdf(a) - logBelowB);
        return NormalDistribution.quantileOfLog(logBelowB + StrictMath.log(belowA + u * (1 - belowA)));
    }
}
