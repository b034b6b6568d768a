package org.attune.space;

import java.util.LinkedHashMap;
import java.util.Map;
import org.attune.text.Json;

/**
 * A value for each active parameter of a space, in the space's order; what trials receive has the derived values too.
 * Immutable.
 *
 * @param values by the names of the parameters, as JSON has them: {@code Long}, {@code Double}, {@code Boolean}, {@code String},
 *     lists, maps, null
 */
public record Configuration(Map<String, Object> values) {

    public Configuration {
        values = Json.map(values);
    }

    /**
     * The value of a parameter, which may be {@code null}.
     *
     * @throws IllegalArgumentException if it is not in the configuration, as an inactive one is not
     */
    public Object get(String name) {
        if (!values.containsKey(name)) {
            throw new IllegalArgumentException(
                    "the configuration has no '" + name + "', only " + String.join(", ", values.keySet()) + ".");
        }
        return values.get(name);
    }

    /**
     * The value of a parameter as a real number.
     *
     * @throws ClassCastException if it is no number
     */
    public double number(String name) {
        return ((Number) get(name)).doubleValue();
    }

    /**
     * The value of a parameter as a whole number; what a real number has behind the point is cut off.
     *
     * @throws ClassCastException if it is no number
     */
    public long integer(String name) {
        return ((Number) get(name)).longValue();
    }

    /** The value of a parameter as text. */
    public String text(String name) {
        return String.valueOf(get(name));
    }

    /** The values as programs receive them, with groups as mappings: {@code {"adam": {"beta": 0.9}}} for {@code adam.beta}. */
    public Map<String, Object> nested() {
        return Groups.nested(values);
    }

    /** This configuration with some values replaced. */
    public Configuration with(Map<String, ?> replacements) {
        Map<String, Object> merged = new LinkedHashMap<>(values);
        merged.putAll(replacements);
        return new Configuration(merged);
    }

    @Override
    public String toString() {
        return Json.text(values);
    }
}
