package org.attune.numerics;

/**
 * The standard normal distribution in logarithms, so that its far tails keep their digits.
 *
 * <p>The quantile is algorithm AS 241 (M. J. Wichura, "The percentage points of the normal distribution", Applied Statistics 37 (1988),
 * 477-484), to about 1e-15 relative; coefficients are written from the highest power down.
 */
public final class NormalDistribution {
    public static final double LOG_SQRT_TWO_PI = 0.91893853320467274178;
    private static final double SQRT_HALF = 0.70710678118654752440;
    private static final double LOG_OF_LOWEST_IN_AS241 = -27 * 27;

    private static final double[] CENTRE_NUMERATOR = {
        2.5090809287301226727e3,
        3.3430575583588128105e4,
        6.7265770927008700853e4,
        4.5921953931549871457e4,
        1.3731693765509461125e4,
        1.9715909503065514427e3,
        1.3314166789178437745e2,
        3.3871328727963666080e0
    };
    private static final double[] CENTRE_DENOMINATOR = {
        5.2264952788528545610e3,
        2.8729085735721942674e4,
        3.9307895800092710610e4,
        2.1213794301586595867e4,
        5.3941960214247511077e3,
        6.8718700749205790830e2,
        4.2313330701600911252e1,
        1
    };
    private static final double[] TAIL_NUMERATOR = {
        7.74545014278341407640e-4,
        2.27238449892691845833e-2,
        2.41780725177450611770e-1,
        1.27045825245236838258e0,
        3.64784832476320460504e0,
        5.76949722146069140550e0,
        4.63033784615654529590e0,
        1.42343711074968357734e0
    };
    private static final double[] TAIL_DENOMINATOR = {
        1.05075007164441684324e-9,
        5.47593808499534494600e-4,
        1.51986665636164571966e-2,
        1.48103976427480074590e-1,
        6.89767334985100004550e-1,
        1.67638483018380384940e0,
        2.05319162663775882187e0,
        1
    };
    private static final double[] FAR_TAIL_NUMERATOR = {
        2.01033439929228813265e-7,
        2.71155556874348757815e-5,
        1.24266094738807843860e-3,
        2.65321895265761230930e-2,
        2.96560571828504891230e-1,
        1.78482653991729133580e0,
        5.46378491116411436990e0,
        6.65790464350110377720e0
    };
    private static final double[] FAR_TAIL_DENOMINATOR = {
        2.04426310338993978564e-15,
        1.42151175831644588870e-7,
        1.84631831751005468180e-5,
        7.86869131145613259100e-4,
        1.48753612908506148525e-2,
        1.36929880922735805310e-1,
        5.99832206555887937690e-1,
        1
    };

    private NormalDistribution() {}

    /** Logarithm of the probability of a value of at most {@code x}. */
    public static double logCdf(double x) {
        if (x >= 0) {
            return StrictMath.log1p(-0.5 * ErrorFunction.erfc(x * SQRT_HALF));
        }
        return StrictMath.log(0.5 * ErrorFunction.erfcx(-x * SQRT_HALF)) - x * x / 2;
    }

    /** The {@code x} whose {@link #logCdf} is {@code logP}, a number of at most 0. */
    public static double quantileOfLog(double logP) {
        double fromCentre = StrictMath.exp(logP) - 0.5;
        if (Math.abs(fromCentre) <= 0.425) {
            double r = 0.180625 - fromCentre * fromCentre;
            return fromCentre * Polynomial.at(CENTRE_NUMERATOR, r) / Polynomial.at(CENTRE_DENOMINATOR, r);
        }
        return fromCentre < 0 ? lowerTail(logP) : -lowerTail(StrictMath.log(-StrictMath.expm1(logP)));
    }

    private static double lowerTail(double logP) {
        if (logP < LOG_OF_LOWEST_IN_AS241) {
            return byNewton(logP);
        }
        double r = StrictMath.sqrt(-logP);
        return r <= 5
                ? -Polynomial.at(TAIL_NUMERATOR, r - 1.6) / Polynomial.at(TAIL_DENOMINATOR, r - 1.6)
                : -Polynomial.at(FAR_TAIL_NUMERATOR, r - 5) / Polynomial.at(FAR_TAIL_DENOMINATOR, r - 5);
    }

    private static double byNewton(double logP) {
        if (logP == Double.NEGATIVE_INFINITY) {
            return logP;
        }
        double x = -StrictMath.sqrt(-2 * logP - 2 * LOG_SQRT_TWO_PI - StrictMath.log(-2 * logP));
        for (int step = 0; step < 3; step++) {
            double logCdf = logCdf(x);
            double slope = StrictMath.exp(-x * x / 2 - LOG_SQRT_TWO_PI - logCdf);
            x -= (logCdf - logP) / slope;
        }
        return x;
    }
}
