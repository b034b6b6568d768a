package org.attune.space.formats.imports;

import java.math.BigDecimal;
import java.util.Optional;
import org.attune.space.Constant;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.Parameter;
import org.attune.space.Prior;
import org.attune.text.IllegalDefinitionException;
import org.attune.text.Json;

/** Ranges as other tools have them, where one of a single value is none but a constant. */
final class Ranges {
    /** Bounds that are multiples but for rounding. */
    private static final double TOLERANCE = 1e-9;

    private Ranges() {}

    static Parameter real(String name, double low, double high, boolean log, double step, Optional<Prior> prior) {
        return low == high
                ? new Constant(name, low)
                : new FloatParameter(name, low, high, log, step, prior, Optional.empty());
    }

    static Parameter whole(String name, long low, long high, boolean log, long step, Optional<Prior> prior) {
        return low == high
                ? new Constant(name, low)
                : new IntegerParameter(name, low, high, log, step, prior, Optional.empty());
    }

    /**
     * The multiples of q between two numbers, both included. Their step counts from zero, not from the lower bound.
     *
     * @param whole whether they are whole numbers, as q then is
     */
    static Parameter multiplesBetween(
            String name, double low, double high, double q, boolean whole, boolean log, Optional<Prior> prior) {
        positive(name, q);
        double first = Math.ceil(low / q - tolerance(low / q));
        double last = Math.floor(high / q + tolerance(high / q));
        if (first > last) {
            throw new IllegalDefinitionException(
                    "q",
                    "a multiple of q must lie within the range of '" + name + "', but between " + Json.plain(low)
                            + " and " + Json.plain(high) + " there is none of q=" + Json.plain(q) + ".",
                    "");
        }
        return multiples(name, first, last, q, whole, log, prior);
    }

    /** The multiples of q to which the numbers of a range are rounded, of which the outer ones may lie outside of it. */
    static Parameter multiplesAround(
            String name, double low, double high, double q, boolean whole, boolean log, Optional<Prior> prior) {
        positive(name, q);
        if (low > high) {
            // For the message of any such range.
            return real(name, low, high, false, 0, Optional.empty());
        }
        return multiples(name, Math.rint(low / q), Math.rint(high / q), q, whole, log, prior);
    }

    private static Parameter multiples(
            String name, double first, double last, double q, boolean whole, boolean log, Optional<Prior> prior) {
        if (Math.max(Math.abs(first), Math.abs(last)) > 1L << 52) {
            throw new IllegalDefinitionException(
                    "q", "q is too small for the range of '" + name + "': q=" + Json.plain(q) + ".", "");
        }
        BigDecimal step = BigDecimal.valueOf(q);
        BigDecimal low = step.multiply(BigDecimal.valueOf((long) first));
        BigDecimal high = step.multiply(BigDecimal.valueOf((long) last));
        if (whole && low.abs().max(high.abs()).compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalDefinitionException(
                    "q",
                    "the values of '" + name + "' must be whole numbers of 64 bits, but are multiples of q="
                            + Json.plain(q) + " from " + Json.plain(low.doubleValue()) + " to "
                            + Json.plain(high.doubleValue()) + ".",
                    "");
        }
        return whole
                ? whole(name, low.longValueExact(), high.longValueExact(), log, (long) q, prior)
                : real(name, low.doubleValue(), high.doubleValue(), log, first == last ? 0 : q, prior);
    }

    private static void positive(String name, double q) {
        if (!(q > 0)) {
            throw new IllegalDefinitionException(
                    "q", "q > 0 must hold for '" + name + "', but got q=" + Json.plain(q) + ".", "");
        }
    }

    private static double tolerance(double index) {
        return TOLERANCE * Math.max(1, Math.abs(index));
    }
}
