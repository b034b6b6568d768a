package org.attune.cli;

import org.attune.text.Json;

/** The value of a parameter in full, so that it can be copied. */
final class ValueText {
    private ValueText() {}

    /** Texts stand as they are; in quotes only if they would look like another value, or like none. */
    static String of(Object value) {
        return value instanceof String text && isPlain(text) ? text : Json.text(value);
    }

    private static boolean isPlain(String text) {
        if (text.isBlank() || !text.equals(text.strip()) || text.codePoints().anyMatch(Character::isISOControl)) {
            return false;
        }
        try {
            Json.parse(text);
            return false;
        } catch (RuntimeException e) {
            return true;
        }
    }
}
