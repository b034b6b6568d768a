package org.attune.space.formats.configspace;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.NumberParameter;
import org.attune.space.Prior;
import org.attune.text.Json;

/** Which ranges, steps and priors a version can say and takes. */
final class NumberRules {
    /** To which ConfigSpace rounds floating-point numbers since 1.1. */
    private static final int DECIMALS = 13;

    private NumberRules() {}

    /** What it cannot, as a sentence. */
    static Optional<String> check(NumberParameter number, Dialect dialect) {
        return Optional.ofNullable(step(number, dialect))
                .or(() -> Optional.ofNullable(range(number, dialect)))
                .or(() -> number.prior().map(prior -> prior(number, prior, dialect)))
                .map(why -> "'" + number.name() + "' " + why + ".");
    }

    private static String step(NumberParameter number, Dialect dialect) {
        boolean whole = number instanceof IntegerParameter;
        if (number.spacing() == (whole ? 1 : 0)) {
            return null;
        }
        String has = "has step " + (whole ? Json.plain((long) number.spacing()) : Json.plain(number.spacing()));
        if (dialect != Dialect.V0_7) {
            return has
                    + ", but only version 0.7 writes steps. Write it for 0.7, or list the values as an ordinal parameter";
        }
        double cells = number.lowest() / number.spacing();
        if (number.prior().isPresent()
                && !(number.prior().get() instanceof Prior.Beta)
                && Math.abs(cells - Math.rint(cells)) > 1e-9) {
            return has + ", but the values of a normal distribution are multiples of it in 0.7, and low is none";
        }
        double high = number instanceof IntegerParameter integer ? integer.high() : ((FloatParameter) number).high();
        return Math.abs(high - number.highest()) < 1e-10
                ? null
                : has + ", which ConfigSpace takes only if it divides the range. Let high be "
                        + (whole ? Json.plain((long) number.highest()) : Json.plain(number.highest()));
    }

    private static String range(NumberParameter number, Dialect dialect) {
        if (!(number instanceof FloatParameter range) || !dialect.isAtLeast(Dialect.V1_1)) {
            return null;
        }
        double low = rounded(range.low());
        return rounded(range.high()) <= low || (range.log() && low <= 0)
                ? "lies between " + Json.plain(range.low()) + " and " + Json.plain(range.high())
                        + ", but ConfigSpace rounds to " + DECIMALS + " decimals, after which nothing is left of it"
                : null;
    }

    private static double rounded(double value) {
        return new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
    }

    private static String prior(NumberParameter number, Prior prior, Dialect dialect) {
        String has = "has a prior, " + Json.plain(prior.definition()) + ", ";
        if (prior instanceof Prior.Beta beta) {
            return beta(number, beta, dialect, has);
        } else if (!dialect.isAtLeast(Dialect.V0_7)) {
            return endsAreMeant(number, prior)
                    ? null
                    : has + "but " + dialect.version() + " writes normal distributions without their bounds";
        } else if (dialect.isOld() && number.log() && LogNormals.deviation(number, prior) == 0) {
            return has + "whose deviation is 0 on the scale of the logarithm";
        } else if (!dialect.isOld()
                && number.log()
                && prior instanceof Prior.Normal normal
                && LogNormals.sigma(number, normal) <= 0) {
            return has + "of which ConfigSpace 1.x has none so narrow for a range that begins at "
                    + Json.plain(number.lowest());
        }
        return null;
    }

    /** Whether they are those that a reader gives to a normal distribution without ends. */
    private static boolean endsAreMeant(NumberParameter number, Prior prior) {
        double standard = ((Number) number.standard()).doubleValue();
        Ends ends = Ends.ofEndless(
                LogNormals.mean(prior), LogNormals.deviation(number, prior), number.log(), number.spacing(), standard);
        return ends.equals(new Ends(number.lowest(), number.highest()));
    }

    private static String beta(NumberParameter number, Prior.Beta beta, Dialect dialect, String has) {
        if (!dialect.isAtLeast(Dialect.V0_7)) {
            return has + "but " + dialect.version() + " does not write beta distributions";
        } else if (beta.alpha() < 1 || beta.beta() < 1) {
            return has + "but ConfigSpace asks for alpha and beta of at least 1";
        }
        double mode = beta.alpha() + beta.beta() == 2 ? 0.5 : (beta.alpha() - 1) / (beta.alpha() + beta.beta() - 2);
        boolean inside = number.lowest() <= mode && mode <= number.highest();
        return dialect == Dialect.V0_7 && number instanceof FloatParameter && !inside
                ? has + "which 0.7 takes only where the mode of the distribution on [0, 1], " + Json.plain(mode)
                        + ", is a value too"
                : null;
    }
}
