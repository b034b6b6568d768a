package org.attune.space;

/** The rules that float and integer ranges share, and how their breach is told. */
final class Bounds {
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
        if (step < 0 || step > high - low) {
            throw new IllegalDefinitionException(
                    "step",
                    "0 < step <= high - low must hold for '" + name + "', but got step=" + text(step) + " with "
                            + values(low, high) + ".",
                    "");
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
