package org.attune.space;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.attune.text.Json;

/** The groups that the dots in names make: {@code optimizer.adam.beta} lies in {@code optimizer.adam}, which lies in {@code optimizer}. */
public final class Groups {
    private Groups() {}

    /** A name that is also that of a group, if there is one. */
    public static Optional<String> clash(Collection<String> names) {
        Set<String> groups = new HashSet<>();
        for (String name : names) {
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                groups.add(name.substring(0, dot));
            }
        }
        return names.stream().filter(groups::contains).findFirst();
    }

    /** How messages tell of a clash. */
    public static String rule(String name) {
        return "'" + name + "' must not be both a parameter and a group, but there is also one that begins with '"
                + name + ".'.";
    }

    /**
     * Values by name, as trials receive them: {@code {"adam.beta": 0.9}} becomes {@code {"adam": {"beta": 0.9}}}.
     *
     * @param values without a {@link #clash}
     */
    public static Map<String, Object> nested(Map<String, ?> values) {
        Map<String, Object> nested = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            Map<String, Object> inner = nested;
            int from = 0;
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', from)) {
                inner = group(inner, name.substring(from, dot));
                from = dot + 1;
            }
            inner.put(name.substring(from), value);
        });
        return Json.map(nested);
    }

    /** What {@link #nested} has made of values by name: a mapping is taken for a group. */
    public static Map<String, Object> flat(Map<?, ?> nested) {
        Map<String, Object> flat = new LinkedHashMap<>();
        nested.forEach((name, value) -> {
            if (value instanceof Map<?, ?> group) {
                flat(group).forEach((inner, one) -> flat.put(name + "." + inner, one));
            } else {
                flat.put((String) name, value);
            }
        });
        return flat;
    }

    /** The groups of some values, by name, each as {@link #nested} has it. */
    public static Map<String, Object> in(Map<String, ?> values) {
        Map<String, Map<String, Object>> groups = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                groups.computeIfAbsent(name.substring(0, dot), key -> new LinkedHashMap<>())
                        .put(name.substring(dot + 1), value);
            }
        });
        Map<String, Object> nested = new LinkedHashMap<>();
        groups.forEach((name, group) -> nested.put(name, nested(group)));
        return nested;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> group(Map<String, Object> in, String name) {
        return (Map<String, Object>) in.computeIfAbsent(name, key -> new LinkedHashMap<String, Object>());
    }
}
