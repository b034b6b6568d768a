package org.attune.space.record;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.attune.text.Json;
import org.attune.text.Nearest;

/** A type of values that a parameter can have: how annotations write them, configurations hold them and records want them. */
record Kind(Class<?> type) {
    static final String ALL =
            "double, int, long, boolean, String, an enum, a record, a box or an Optional of one of these";

    boolean isKnown() {
        return isNumber() || type == boolean.class || type == String.class || type.isEnum();
    }

    boolean isNumber() {
        return type == double.class || isWhole();
    }

    boolean isWhole() {
        return type == int.class || type == long.class;
    }

    /** The values that need no annotation; empty if there are none. */
    List<Object> own() {
        if (type == boolean.class) {
            return List.of(false, true);
        }
        return type.isEnum() ? List.copyOf(constants()) : List.of();
    }

    /** A value as a configuration holds it, from the text in an annotation. */
    Object parse(String where, String text) {
        try {
            if (type == double.class) {
                return Json.normal(Double.parseDouble(text));
            } else if (isWhole()) {
                return type == int.class ? (long) Integer.parseInt(text) : Long.parseLong(text);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    where + " must be " + (isWhole() ? "a whole number" : "a number") + ", but got \"" + text + "\".");
        }
        if (type == boolean.class && !text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(where + " must be \"true\" or \"false\", but got \"" + text + "\".");
        } else if (type.isEnum() && !constants().contains(text)) {
            throw new IllegalArgumentException(where + " must be a constant of " + type.getSimpleName() + ", but got \""
                    + text + "\"" + Nearest.hint(text, constants()));
        }
        return type == boolean.class ? (Object) Boolean.valueOf(text) : text;
    }

    /** The value for the record, from that of a configuration. */
    Object read(String parameter, Object value) {
        if (type == double.class && value instanceof Number number) {
            return number.doubleValue();
        } else if (type == long.class && value instanceof Long) {
            return value;
        } else if (type == int.class && value instanceof Long number && number == number.intValue()) {
            return number.intValue();
        } else if (type == boolean.class && value instanceof Boolean
                || type == String.class && value instanceof String) {
            return value;
        } else if (type.isEnum() && constants().contains(value)) {
            return type.getEnumConstants()[constants().indexOf(value)];
        }
        throw new IllegalArgumentException(
                "'" + parameter + "' must be " + name() + " for the record, but got " + Json.plain(value) + ".");
    }

    /** The value for a configuration, from that of a record. */
    Object write(Object value) {
        return value instanceof Enum<?> constant ? constant.name() : Json.normal(value);
    }

    String name() {
        return type.isEnum() ? "one of " + String.join(", ", constants()) : type.getSimpleName();
    }

    private List<String> constants() {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .collect(Collectors.toList());
    }
}
