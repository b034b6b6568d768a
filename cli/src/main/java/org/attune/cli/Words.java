package org.attune.cli;

import java.util.Locale;

/** Names of constants as words. */
final class Words {
    private Words() {}

    /** {@code OUT_OF_MEMORY} as {@code out of memory}. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
