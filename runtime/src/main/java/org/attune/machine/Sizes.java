package org.attune.machine;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Amounts of memory for people. */
public final class Sizes {
    private Sizes() {}

    /** {@code 4.0 GB}, {@code 200 MB}. */
    public static String text(long bytes) {
        return text(bytes, 1);
    }

    /** As a study file has it, with three digits at most, and never more than it is: {@code 25.2GB}. */
    public static String typed(long bytes) {
        BigDecimal mega = BigDecimal.valueOf(bytes).movePointLeft(6).round(new MathContext(3, RoundingMode.DOWN));
        boolean giga = bytes >= 1_000_000_000L;
        BigDecimal number = giga ? mega.movePointLeft(3) : mega;
        return number.stripTrailingZeros().toPlainString() + (giga ? "GB" : "MB");
    }

    /** A size beyond a limit, with as many digits as it takes to tell them apart. */
    public static String beyond(long bytes, long limit) {
        int decimals = 1;
        while (decimals < 6 && text(bytes, decimals).equals(text(limit, decimals))) {
            decimals++;
        }
        return text(bytes, decimals);
    }

    private static String text(long bytes, int decimals) {
        return bytes < 1_000_000_000L
                ? String.format(Locale.ROOT, "%." + (decimals - 1) + "f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%." + decimals + "f GB", bytes / 1e9);
    }
}
