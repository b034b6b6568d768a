package org.attune.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.attune.text.IllegalDefinitionException;

/** Which parameter depends on which: depths in the graph of conditions. */
final class Conditions {
    private final Map<String, Clause> conditions;
    private final Map<String, Integer> depths = new LinkedHashMap<>();
    private final Set<String> path = new LinkedHashSet<>();

    private Conditions(Map<String, Clause> conditions) {
        this.conditions = conditions;
    }

    /**
     * The parameters, parents first: by depth, and by name (in the order of its characters' codes) within one.
     *
     * @throws IllegalDefinitionException if a parameter depends on itself
     */
    static List<Parameter> parentsFirst(List<Parameter> parameters, Map<String, Clause> conditions) {
        Conditions graph = new Conditions(conditions);
        List<Parameter> sorted = new ArrayList<>(parameters);
        sorted.sort(Comparator.comparingInt((Parameter parameter) -> graph.depth(parameter.name()))
                .thenComparing(Parameter::name, Conditions::byCodePoint));
        return sorted;
    }

    private int depth(String name) {
        Integer known = depths.get(name);
        if (known != null) {
            return known;
        }
        if (!path.add(name)) {
            List<String> cycle = new ArrayList<>(path);
            cycle.subList(0, cycle.indexOf(name)).clear();
            cycle.add(name);
            throw new IllegalDefinitionException(
                    "when",
                    "conditions must not go round in a circle, but do: " + String.join(" needs ", cycle) + ".",
                    "");
        }
        int depth = 0;
        Clause condition = conditions.get(name);
        if (condition != null) {
            for (String parent : condition.parameters()) {
                depth = Math.max(depth, 1 + depth(parent));
            }
        }
        path.remove(name);
        depths.put(name, depth);
        return depth;
    }

    /** Unlike {@code String.compareTo}, which puts what lies beyond U+FFFF before U+E000. */
    private static int byCodePoint(String a, String b) {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        return Arrays.compare(left, right);
    }
}
