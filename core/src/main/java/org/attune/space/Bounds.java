package org.attune.space;

import java.util.Optional;
import org.attune.text.IllegalDefinitionException;
import org.attune.text.Json;

/** The rules that float and integer ranges share, and how their breach is told. */
final class Bounds {
    /** Models see numbers as doubles, which hold every whole number up to here. */
    private static final double MOST_STEPS = 0x1p53;

    private Bounds() {}

    static void check(String name, double low, double high, boolean log, double step) {
        finite(name, "low", low);
        finite(name, "high", high);
        finite(name, "step", step);
        if (low >= high) {
            String remedy = low == high ? "Maybe a constant is meant?" : "Maybe the two are swapped?";
            throw new IllegalDefinitionException(
                    "low", "low < high must hold for '" + name + "', but got " + values(low, high) + ".", remedy);
        }
        if (high - low == Double.POSITIVE_INFINITY) {
            throw new IllegalDefinitionException(
                    "high",
                    "high - low must be a finite number for '" + name + "', but got " + values(low, high) + ".",
                    "");
        }
        if (log && low <= 0) {
            throw new IllegalDefinitionException(
                    "low",
                    "low > 0 must hold for '" + name + "' on a logarithmic scale, but got low=" + text(low) + ".",
                    "Maybe a small positive bound, or no log, is meant?");
        }
        if (log && StrictMath.log(low) == StrictMath.log(high)) {
            throw new IllegalDefinitionException(
                    "high",
                    "low and high of '" + name + "' are too close for a logarithmic scale, with " + values(low, high)
                            + ".",
                    "Without log they make a range.");
        }
        if (step > 0 && (high - low) / step > MOST_STEPS || step > 0 && (high - step == high || low + step == low)) {
            throw new IllegalDefinitionException(
                    "step",
                    "the step of '" + name + "' is too small to tell its values apart, with step=" + text(step) + ", "
                            + values(low, high) + ".",
                    "Without a step it is a continuum.");
        }
        if (step < 0 || step > high - low) {
            throw new IllegalDefinitionException(
                    "step",
                    "0 < step <= high - low must hold for '" + name + "', but got step=" + text(step) + " with "
                            + values(low, high) + ".",
                    "");
        }
    }

    static void check(String name, double low, double high, boolean log, Optional<Prior> prior) {
        boolean ofConfigSpace = prior.isPresent() && prior.get() instanceof Prior.ConfigSpaceLogNormal;
        if (ofConfigSpace && !log) {
            throw new IllegalDefinitionException(
                    "prior",
                    "a prior of type configspace_log_normal is for a logarithmic scale, but '" + name + "' has none.",
                    "Write log: true, or type: normal.");
        }
        if (log && prior.isPresent() && prior.get() instanceof Prior.Normal normal && normal.mean() <= 0) {
            throw new IllegalDefinitionException(
                    "prior",
                    "mean > 0 must hold for '" + name + "' on a logarithmic scale, but got mean=" + text(normal.mean())
                            + ".",
                    "The mean is a value of the parameter, not its logarithm.");
        }
    }

    /** One zero, so that equal numbers are equal objects. */
    static double withoutSign(double number) {
        return number + 0.0;
    }

    static Object checkDefault(Parameter parameter, Object value) {
        try {
            return parameter.check(value);
        } catch (IllegalValueException e) {
            throw new IllegalDefinitionException("default", "the default of " + e.getMessage(), "");
        }
    }

    static String rule(String name, String rule, Object value) {
        return "'" + name + "' must be " + rule + ", but got " + Json.plain(value) + ".";
    }

    static String text(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Json.plain(number);
    }

    /** For the shape of a prior, which has no name. */
    static void finite(String key, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalDefinitionException("prior", key + " must be a finite number, but got " + value + ".", "");
        }
    }

    /** For the shape of a prior, which has no name. */
    static void positive(String key, double value) {
        finite(key, value);
        if (value <= 0) {
            throw new IllegalDefinitionException("prior", key + " > 0 must hold, but got " + text(value) + ".", "");
        }
    }

    /** Beyond these a beta distribution is next to a point or two, and its quantiles have no digits left. */
    static void shape(String key, double value) {
        if (!(value >= 1e-10 && value <= 1e9)) {
            throw new IllegalDefinitionException(
                    "prior", key + " must lie between 1e-10 and 1e9, but got " + text(value) + ".", "");
        }
    }

    private static void finite(String name, String key, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalDefinitionException(
                    key, key + " must be a finite number for '" + name + "', but got " + value + ".", "");
        }
    }

    private static String values(double low, double high) {
        return "low=" + text(low) + ", high=" + text(high);
    }
}
