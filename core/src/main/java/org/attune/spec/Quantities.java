package org.attune.spec;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.text.Invalid;
import org.attune.text.Source;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** Times and sizes as people write them. */
public final class Quantities {
    private static final Pattern UNITS = Pattern.compile(
            "(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m(?:in)?)?(?:(\\d+(?:\\.\\d+)?)s)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOCK = Pattern.compile("(?:(\\d+)-)?(\\d+):(\\d{2}):(\\d{2})");
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]+)");
    private static final String TIMES = "a time such as 90s, 10m, 1h30m, 2-12:00:00 or a number of seconds";
    private static final String SIZES = "a size such as 4GB, 512MiB or a number of bytes";
    private static final Map<String, Long> SIZE_UNITS = Map.of(
            "B", 1L,
            "kB", 1_000L,
            "KB", 1_000L,
            "MB", 1_000_000L,
            "GB", 1_000_000_000L,
            "TB", 1_000_000_000_000L,
            "KiB", 1L << 10,
            "MiB", 1L << 20,
            "GiB", 1L << 30,
            "TiB", 1L << 40);

    private Quantities() {}

    /**
     * A time above zero, such as {@code 90s} or {@code 1h30m}.
     *
     * @param label what an error calls it
     * @throws IllegalArgumentException if the text is none
     */
    public static Duration time(String label, String text) {
        return read(Quantities::time, label, text);
    }

    /** A size above zero, such as {@code 4GB}, in bytes; otherwise as {@link #time(String, String)}. */
    public static long bytes(String label, String text) {
        return read(Quantities::bytes, label, text);
    }

    private static <T> T read(Values.Reader<T> reader, String label, String text) {
        Object value = text.matches("\\d{1,18}") ? Long.valueOf(text) : text;
        try {
            return reader.read(label, TextNode.of(value, new Source.Named(label).whole()));
        } catch (Invalid e) {
            throw new IllegalArgumentException((e.rule() + " " + e.remedy()).strip(), e);
        }
    }

    /** A time above zero. */
    static Duration time(String label, TextNode node) {
        Duration time = node.value() instanceof Number number
                ? seconds(number.doubleValue(), label, node)
                : parse(Values.text(label, node), label, node);
        if (time.isZero() || time.isNegative()) {
            throw Values.wrong(label, "a time above 0", node, "");
        }
        return time;
    }

    private static Duration parse(String text, String label, TextNode node) {
        Matcher clock = CLOCK.matcher(text.strip());
        Matcher units = UNITS.matcher(text.replace(" ", ""));
        if (clock.matches()) {
            return sum(clock, label, node);
        } else if (!text.isBlank() && units.matches()) {
            return sum(units, label, node);
        }
        boolean ambiguous = text.matches("\\d+:\\d+");
        throw Values.wrong(label, TIMES, node, ambiguous ? "Write hours, minutes and seconds: 00:30:00." : "");
    }

    /** Of days, hours, minutes and seconds. */
    private static Duration sum(Matcher parts, String label, TextNode node) {
        double seconds = 0;
        int[] factors = {86_400, 3_600, 60, 1};
        for (int i = 0; i < factors.length; i++) {
            seconds += parts.group(i + 1) == null ? 0 : factors[i] * Double.parseDouble(parts.group(i + 1));
        }
        return seconds(seconds, label, node);
    }

    private static Duration seconds(double seconds, String label, TextNode node) {
        // Up to a century; more nanoseconds than a long holds would be no limit at all.
        if (!(Math.abs(seconds) < 3e9)) {
            throw Values.wrong(label, TIMES, node, "");
        }
        BigDecimal exact = BigDecimal.valueOf(seconds).setScale(9, RoundingMode.HALF_UP);
        return Duration.ofSeconds(
                exact.longValue(),
                exact.remainder(BigDecimal.ONE).movePointRight(9).longValue());
    }

    /** A whole number of seconds as {@code Long}, any other as {@code Double}. */
    static Number seconds(Duration time) {
        if (time.getNano() == 0) {
            return time.getSeconds();
        }
        return BigDecimal.valueOf(time.getNano(), 9)
                .add(BigDecimal.valueOf(time.getSeconds()))
                .doubleValue();
    }

    /** A number of bytes above zero. */
    static Long bytes(String label, TextNode node) {
        if (node.value() instanceof Number) {
            long bytes = Values.whole().read(label, node);
            if (bytes > 0) {
                return bytes;
            }
            throw Values.wrong(label, SIZES, node, "");
        }
        Matcher size = SIZE.matcher(Values.text(label, node).strip());
        if (!size.matches()) {
            throw Values.wrong(label, SIZES, node, "");
        }
        Long factor = SIZE_UNITS.get(size.group(2));
        if (factor == null) {
            String letter = size.group(2).substring(0, 1).toUpperCase(Locale.ROOT);
            String remedy = "KMGT".contains(letter)
                    ? "Write " + size.group(1) + letter + "B (powers of 1000) or " + size.group(1) + letter
                            + "iB (powers of 1024)."
                    : "";
            throw Values.wrong(label, SIZES, node, remedy);
        }
        BigDecimal bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(factor));
        if (bytes.signum() == 0 || bytes.compareTo(BigDecimal.valueOf(1L << 53)) > 0) {
            throw Values.wrong(label, SIZES, node, "");
        }
        return bytes.longValue();
    }
}
