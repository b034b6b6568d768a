package org.attune.spec;

import java.time.Duration;
import org.attune.text.Invalid;
import org.attune.text.Source;
import org.attune.text.TextNode;

/** Times as study files have them, for those who read them elsewhere. */
public final class Times {
    private Times() {}

    /**
     * A time above zero: {@code 90s}, {@code 10min}, {@code 1h30m}, {@code 2-12:00:00}, or a number of seconds.
     *
     * @throws IllegalArgumentException if it is none, saying how times are written
     */
    public static Duration parse(String text) {
        Object value = text.matches("\\d{1,15}") ? (Object) Long.valueOf(text) : text;
        try {
            return Quantities.time("it", TextNode.of(value, new Source.Named("").whole()));
        } catch (Invalid e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
