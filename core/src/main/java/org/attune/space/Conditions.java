package org.attune.space;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.attune.text.CodePoints;
import org.attune.text.IllegalDefinitionException;

/** Which parameter depends on which: depths in the graph of conditions, of which chains may be as long as they like. */
public final class Conditions {
    private final Map<String, Clause> conditions;
    private final Map<String, Integer> depths = new LinkedHashMap<>();

    private Conditions(Map<String, Clause> conditions) {
        this.conditions = conditions;
    }

    /** A circle in which conditions go round, if there is one: {@code [a, b]} where a needs b and b needs a. */
    public static Optional<List<String>> circle(Map<String, Clause> conditions) {
        Conditions graph = new Conditions(conditions);
        return conditions.keySet().stream()
                .map(graph::follow)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** How messages tell of a circle. */
    public static String rule(List<String> circle) {
        List<String> round = new ArrayList<>(circle);
        round.add(circle.get(0));
        return "conditions must not go round in a circle, but do: " + String.join(" needs ", round) + ".";
    }

    /**
     * The parameters, parents first: by depth, and by name (in the order of its characters' codes) within one.
     *
     * @throws IllegalDefinitionException if a parameter depends on itself
     */
    static List<Parameter> parentsFirst(List<Parameter> parameters, Map<String, Clause> conditions) {
        Conditions graph = new Conditions(conditions);
        for (Parameter parameter : parameters) {
            graph.follow(parameter.name()).ifPresent(circle -> {
                throw new IllegalDefinitionException("when", rule(circle), "");
            });
        }
        List<Parameter> sorted = new ArrayList<>(parameters);
        sorted.sort(Comparator.comparingInt((Parameter parameter) -> graph.depths.get(parameter.name()))
                .thenComparing(Parameter::name, CodePoints.ORDER));
        return sorted;
    }

    /** Notes the depths of a parameter and of all that it needs; gives the circle that it meets. With a stack of its own, as chains may be long. */
    private Optional<List<String>> follow(String start) {
        Set<String> path = new LinkedHashSet<>();
        Deque<Iterator<String>> open = new ArrayDeque<>();
        Deque<String> names = new ArrayDeque<>();
        String next = start;
        while (next != null || !names.isEmpty()) {
            if (next != null && !depths.containsKey(next)) {
                if (!path.add(next)) {
                    List<String> circle = new ArrayList<>(path);
                    return Optional.of(circle.subList(circle.indexOf(next), circle.size()));
                }
                names.push(next);
                open.push(parents(next).iterator());
            }
            next = null;
            if (!names.isEmpty()) {
                if (open.peek().hasNext()) {
                    next = open.peek().next();
                } else {
                    open.pop();
                    String done = names.pop();
                    path.remove(done);
                    int deepest =
                            parents(done).stream().mapToInt(depths::get).max().orElse(-1);
                    depths.put(done, deepest + 1);
                }
            }
        }
        return Optional.empty();
    }

    private Set<String> parents(String name) {
        Clause condition = conditions.get(name);
        return condition == null ? Set.of() : condition.parameters();
    }
}
