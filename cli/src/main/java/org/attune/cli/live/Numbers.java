package org.attune.cli.live;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.attune.space.Configuration;
import org.attune.text.Json;

/** Numbers, times and configurations in the form that people read fastest. */
public final class Numbers {
    private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

    private Numbers() {}

    /** Four significant digits; whole numbers below a million keep all of theirs. */
    public static String text(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        } else if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        double size = Math.abs(number);
        if (size != 0 && (size < 1e-3 || size >= 1e6)) {
            return scientific(number);
        }
        BigDecimal exact = BigDecimal.valueOf(number);
        BigDecimal rounded = size >= 1000 ? exact.setScale(0, RoundingMode.HALF_EVEN) : exact.round(FOUR_DIGITS);
        String text = rounded.stripTrailingZeros().toPlainString();
        return rounded.signum() == 0 ? "0" : text;
    }

    /** The value of a parameter: numbers shortened, text as it is, all else as JSON. */
    public static String value(Object value) {
        if (value instanceof Double number) {
            return text(number);
        }
        String text = value instanceof String string ? string : Json.text(value);
        return text.codePoints()
                .map(point -> Character.isISOControl(point) ? '?' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** {@code lr=0.0012 layers=3}. */
    public static String text(Configuration configuration) {
        return configuration.values().entrySet().stream()
                .map(Numbers::assignment)
                .collect(Collectors.joining(" "));
    }

    static String assignment(Map.Entry<String, Object> entry) {
        return entry.getKey() + "=" + value(entry.getValue());
    }

    /** The two largest units: {@code 2d 3h}, {@code 1h 02m}, {@code 12m 31s}, {@code 45s}. */
    public static String text(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        } else if (seconds < 3600) {
            return pair(seconds / 60, "m", seconds % 60, "s");
        } else if (seconds < 86_400) {
            return pair(seconds / 3600, "h", seconds % 3600 / 60, "m");
        }
        return pair(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
    }

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        return String.format(Locale.ROOT, "%d%s %02d%s", large, largeUnit, small, smallUnit);
    }

    private static String scientific(double number) {
        String[] parts = String.format(Locale.ROOT, "%.3e", number).split("e");
        String digits = new BigDecimal(parts[0]).stripTrailingZeros().toPlainString();
        return digits + "e" + Integer.parseInt(parts[1]);
    }
}
