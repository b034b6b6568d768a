package org.attune.analysis;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How rows write what JSON has no word for. */
final class Numbers {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Numbers() {}

    /** Not-a-number and infinities as {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"}. */
    static Object orText(double number) {
        return Double.isFinite(number) ? (Object) number : Double.toString(number);
    }

    static String text(Instant time) {
        return MILLIS.format(time);
    }
}
