package org.attune.text;

import java.util.Arrays;
import java.util.Comparator;

/** The order of texts by their characters' codes, as Python has it; {@code String.compareTo} puts what lies beyond U+FFFF before U+E000. */
public final class CodePoints {
    public static final Comparator<String> ORDER =
            (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    private CodePoints() {}
}
