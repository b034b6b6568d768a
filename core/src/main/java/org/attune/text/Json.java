package org.attune.text;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON values as plain Java: {@code null}, {@code Boolean}, {@code Long}, {@code Double}, {@code String}, unmodifiable {@code List} and
 * {@code Map} of these. Whole numbers are {@code Long}, all others {@code Double}, so equal values are equal objects.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /**
     * The value in the form above.
     *
     * @throws IllegalArgumentException if it holds anything that JSON cannot say
     */
    public static Object normal(Object value) {
        if (value == null || value instanceof Boolean || value instanceof String || value instanceof Long) {
            return value;
        } else if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        } else if (value instanceof BigDecimal || value instanceof Double || value instanceof Float) {
            return finite(
                    value instanceof Float ? Double.parseDouble(value.toString()) : ((Number) value).doubleValue());
        } else if (value instanceof List<?> list) {
            return list(list);
        } else if (value instanceof Map<?, ?> map) {
            return map(map);
        }
        throw new IllegalArgumentException(
                "a JSON value was expected, but got " + value.getClass().getName() + ": " + value);
    }

    /** An unmodifiable copy in normal form. */
    public static List<Object> list(List<?> list) {
        List<Object> copy = new ArrayList<>(list.size());
        list.forEach(element -> copy.add(normal(element)));
        return Collections.unmodifiableList(copy);
    }

    /** An unmodifiable copy in normal form that keeps the order. */
    public static Map<String, Object> map(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put((String) key, normal(value)));
        return Collections.unmodifiableMap(copy);
    }

    /** The value as JSON text on one line. */
    public static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** The value as people write it on one line: {@link #text}, but {@code 1e-4} for {@code 1.0E-4}, and any object at all. */
    public static String plain(Object value) {
        if (value instanceof Double number) {
            return number.toString().replace(".0E", "E").replace('E', 'e');
        } else if (value instanceof List<?> list) {
            return list.stream().map(Json::plain).collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + plain(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value instanceof String text ? text(text) : String.valueOf(value);
    }

    /** A JSON text as a value in normal form. */
    public static Object parse(String text) {
        return normal(MAPPER.readValue(text, Object.class));
    }

    private static Double finite(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("JSON has no " + number + ".");
        }
        return number;
    }
}
