package org.attune.space.formats.pcs;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import org.attune.text.PythonFloat;

/**
 * Choices as words. The format has no types; ConfigSpace writes a choice as Python prints it and reads all as texts. Here a word is the value that is printed so: a
 * number as JSON has it, {@code True}, {@code False}, {@code None}; any other word, and one in quotes, is a text.
 */
final class PcsValues {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
    private static final Pattern WRITABLE = Pattern.compile("[A-Za-z0-9_@.:;\\\\/?!$%&*+<>-]+");

    private PcsValues() {}

    static Object value(Word word) {
        return word.quoted() ? word.text() : value(word.text());
    }

    /** The word for a value, if there is one that reads back as the value. */
    static Optional<String> word(Object value) {
        if (value == null) {
            return Optional.of("None");
        } else if (value instanceof Boolean truth) {
            return Optional.of(truth ? "True" : "False");
        } else if (value instanceof Number number) {
            return Optional.of(number(number));
        }
        return value instanceof String text && isWritable(text) && text.equals(value(text))
                ? Optional.of(text)
                : Optional.empty();
    }

    static String number(Number number) {
        return number instanceof Long ? number.toString() : PythonFloat.text(number.doubleValue());
    }

    /** Whether all readers take the text for one word. */
    static boolean isWritable(String text) {
        return WRITABLE.matcher(text).matches() && !text.contains("&&");
    }

    private static Object value(String text) {
        switch (text) {
            case "True":
                return true;
            case "False":
                return false;
            case "None":
                return null;
            default:
                return NUMBER.matcher(text).matches() ? numberOrText(text) : text;
        }
    }

    /** A number beyond 64 bits stays a text, which keeps its digits. */
    private static Object numberOrText(String text) {
        if (WHOLE.matcher(text).matches()) {
            return new BigInteger(text).bitLength() < 64 ? (Object) Long.parseLong(text) : text;
        }
        double number = Double.parseDouble(text);
        return Double.isFinite(number) ? (Object) number : text;
    }
}
