package org.attune.space;

import java.util.LinkedHashMap;
import java.util.Map;
import org.attune.text.Json;

/** A value for each parameter of a space, in the space's order; what trials receive has derived values beside them. Immutable. Values are in {@link Json} form. */
public record Configuration(Map<String, Object> values) {

    public Configuration {
        values = Json.map(values);
    }

    /** The value of a parameter, which may be {@code null}. */
    public Object get(String name) {
        if (!values.containsKey(name)) {
            throw new IllegalArgumentException(
                    "the configuration has no '" + name + "', only " + String.join(", ", values.keySet()) + ".");
        }
        return values.get(name);
    }

    /** The value of a number parameter. */
    public double number(String name) {
        return ((Number) get(name)).doubleValue();
    }

    /** The value of an integer parameter. */
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
