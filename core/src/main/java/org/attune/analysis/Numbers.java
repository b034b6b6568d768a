package org.attune.analysis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.DoublePredicate;

/** How rows and tables write numbers and times. */
final class Numbers {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final MathContext DIGITS = new MathContext(5);

    private Numbers() {}

    /** Not-a-number and infinities as {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"}. */
    static Object orText(double number) {
        return Double.isFinite(number) ? (Object) number : Double.toString(number);
    }

    /** For people: five significant digits. */
    static String shown(double number) {
        if (number == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
        double size = Math.abs(number);
        return size >= 1e-4 && size < 1e7
                ? rounded.toPlainString()
                : Double.toString(rounded.doubleValue()).replace("E", "e").replace(".0e", "e");
    }

    /** The number with the fewest digits that is no more than {@code number}, but more than {@code bound}. */
    static String simplestDown(double bound, double number) {
        return simplest(number, RoundingMode.FLOOR, rounded -> rounded > bound);
    }

    /** The number with the fewest digits that is no less than {@code number}, but less than {@code bound}. */
    static String simplestUp(double number, double bound) {
        return simplest(number, RoundingMode.CEILING, rounded -> rounded < bound);
    }

    private static String simplest(double number, RoundingMode mode, DoublePredicate fits) {
        BigDecimal exact = BigDecimal.valueOf(number);
        if (number == Math.rint(number)) {
            return exact.stripTrailingZeros().toPlainString();
        } else {
            for (int digits = 1; digits < exact.precision(); digits++) {
                double rounded = exact.round(new MathContext(digits, mode)).doubleValue();
                if (fits.test(rounded)) {
                    return shown(rounded);
                }
            }
        }
        return shown(number);
    }

    static String text(Instant time) {
        return MILLIS.format(time);
    }
}
