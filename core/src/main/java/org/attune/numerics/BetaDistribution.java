package org.attune.numerics;

/**
 * The beta distribution on [0, 1], for shapes from far below 1 to millions, the same bits on every machine.
 *
 * <p>Probabilities are the continued fraction of the incomplete beta function (W. H. Press et al., "Numerical Recipes", 3rd edition, section 6.4) behind a factor
 * in the form of C. Loader, "Fast and accurate computation of binomial probabilities" (2000), which cancels nothing large. The quantile is found by Newton's
 * method for the logarithm of the probability as a function of the log-odds, which is concave, so that every start leads there.
 */
public final class BetaDistribution {
    private static final double PRECISION = 1e-15;
    private static final int MOST_TERMS = 100_000;
    private static final int MOST_STEPS = 200;

    private BetaDistribution() {}

    /**
     * The value below which a share {@code u} of the distribution lies; with a uniform {@code u}, a draw from it.
     *
     * @param alpha first shape, positive
     * @param beta second shape, positive
     * @param u in [0, 1]
     * @return in [0, 1]
     */
    public static double quantile(double alpha, double beta, double u) {
        if (u <= 0 || u >= 1) {
            return u <= 0 ? 0 : 1;
        }
        // Probabilities have their digits in the lower tail: what lies further up is mirrored.
        double odds = u <= 0.5 ? logOdds(alpha, beta, u) : -logOdds(beta, alpha, 1 - u);
        return odds <= 0
                ? StrictMath.exp(odds - StrictMath.log1p(StrictMath.exp(odds)))
                : 1 / (1 + StrictMath.exp(-odds));
    }

    private static double logOdds(double alpha, double beta, double u) {
        double wanted = StrictMath.log(u);
        double odds = StrictMath.log(alpha) - StrictMath.log(beta);
        double factor = logFactor(alpha, beta);
        for (int step = 0; step < MOST_STEPS; step++) {
            double logX = -softplus(-odds);
            double logRest = -softplus(odds);
            double logDensity = factor + alpha * logX + beta * logRest;
            double logCdf = logCdf(alpha, beta, logX, logRest, logDensity);
            double move = (wanted - logCdf) * StrictMath.exp(logCdf - logDensity);
            odds += move;
            if (Math.abs(move) <= PRECISION * (1 + Math.abs(odds))) {
                break;
            }
        }
        return odds;
    }

    /** @param logDensity of the log-odds */
    private static double logCdf(double alpha, double beta, double logX, double logRest, double logDensity) {
        double x = StrictMath.exp(logX);
        if (x < (alpha + 1) / (alpha + beta + 2)) {
            return logDensity - StrictMath.log(alpha) + StrictMath.log(fraction(alpha, beta, x));
        }
        double above = StrictMath.exp(logDensity) / beta * fraction(beta, alpha, StrictMath.exp(logRest));
        return StrictMath.log1p(-above);
    }

    private static double fraction(double a, double b, double x) {
        double c = 1;
        double d = 1 / (1 - (a + b) * x / (a + 1));
        double value = d;
        for (int m = 1; m <= MOST_TERMS; m++) {
            double even = m * (b - m) * x / ((a - 1 + 2 * m) * (a + 2 * m));
            d = 1 / (1 + even * d);
            c = 1 + even / c;
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 1 + 2 * m));
            d = 1 / (1 + odd * d);
            c = 1 + odd / c;
            value *= d * c;
            if (Math.abs(d * c - 1) < PRECISION) {
                break;
            }
        }
        return value;
    }

    /** Logarithm of {@code 1 / B(a, b)}. */
    private static double logFactor(double a, double b) {
        double sum = a + b;
        return a * StrictMath.log1p(b / a)
                + b * StrictMath.log1p(a / b)
                + 0.5 * (StrictMath.log(a) + StrictMath.log(b) - StrictMath.log(sum))
                - NormalDistribution.LOG_SQRT_TWO_PI
                - stirlingError(a)
                - stirlingError(b)
                + stirlingError(sum);
    }

    /** What Stirling's formula lacks: {@code log gamma(n) - ((n - 1/2) log n - n + log sqrt(2 pi))}. */
    private static double stirlingError(double n) {
        double sum = 0;
        double at = n;
        for (; at < 15; at++) {
            sum += (at + 0.5) * StrictMath.log1p(1 / at) - 1;
        }
        double z = 1 / (at * at);
        return sum + (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680 - z / 1188)))) / at;
    }

    /** {@code log(1 + exp(x))} */
    private static double softplus(double x) {
        return x > 0 ? x + StrictMath.log1p(StrictMath.exp(-x)) : StrictMath.log1p(StrictMath.exp(x));
    }
}
