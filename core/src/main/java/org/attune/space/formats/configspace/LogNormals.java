package org.attune.space.formats.configspace;

import java.math.BigDecimal;
import java.math.MathContext;
import org.attune.space.NumberParameter;
import org.attune.space.Prior;

/**
 * Normal priors between what we and the versions of ConfigSpace call them. On a logarithmic scale {@code mu} and {@code sigma} are of the logarithm before 1.0; from
 * 1.0 {@code mu} is in the parameter's unit, and the deviation of the logarithm is {@code |ln(lower + sigma)|}.
 */
final class LogNormals {
    private LogNormals() {}

    /** As files have it. */
    record Shape(double mu, double sigma) {}

    /** @param prior normal, of a kind that {@link NumberRules} lets pass */
    static Shape shape(NumberParameter number, Prior prior, boolean old) {
        double mean = mean(prior);
        if (!number.log()) {
            return new Shape(mean, ((Prior.Normal) prior).deviation());
        } else if (old) {
            return new Shape(logarithm(mean), deviation(number, prior));
        }
        return new Shape(
                mean,
                prior instanceof Prior.ConfigSpaceLogNormal own ? own.sigma() : sigma(number, (Prior.Normal) prior));
    }

    /** In the parameter's unit. */
    static double mean(Prior prior) {
        return prior instanceof Prior.Normal normal ? normal.mean() : ((Prior.ConfigSpaceLogNormal) prior).mean();
    }

    /** Of the logarithm, if the scale is one. */
    static double deviation(NumberParameter number, Prior prior) {
        return prior instanceof Prior.Normal normal
                ? normal.deviation()
                : Math.abs(StrictMath.log(number.lowest() + ((Prior.ConfigSpaceLogNormal) prior).sigma()));
    }

    /** What gives a deviation from 1.0 on; not above 0 if nothing does. */
    static double sigma(NumberParameter number, Prior.Normal prior) {
        return StrictMath.exp(prior.deviation()) - number.lowest();
    }

    /** The logarithm with the fewest digits of which the number is the exponential, so that what a file said is said again. */
    private static double logarithm(double mean) {
        double exact = StrictMath.log(mean);
        for (int digits = 1; digits <= 17; digits++) {
            double shorter =
                    new BigDecimal(exact).round(new MathContext(digits)).doubleValue();
            if (StrictMath.exp(shorter) == mean) {
                return shorter;
            }
        }
        return exact;
    }
}
