package org.attune.cli;

import java.util.Locale;

/** Names of constants as words. */
public final class Words {
    private Words() {}

    /** {@code OUT_OF_MEMORY} as {@code out of memory}. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** {@code 1 trial}, {@code 2 trials}. */
    public static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
