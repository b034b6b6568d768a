package org.attune.space;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which parameters of a space have to do with one another, by its conditions and forbidden clauses. */
final class Dependence {
    private final SearchSpace space;
    private final Set<String> decisive = new LinkedHashSet<>();

    Dependence(SearchSpace space) {
        this.space = space;
        space.conditions().values().forEach(condition -> decisive.addAll(condition.parameters()));
        space.forbidden().forEach(clause -> decisive.addAll(clause.parameters()));
    }

    /** Whether a condition or a forbidden clause speaks of the parameter. Others may be inactive, but nothing follows from their values. */
    boolean isDecisive(int number) {
        return decisive.contains(space.parameters().get(number).name());
    }

    /** Numbers of the parameters in the order of the space, but parents before their children. */
    int[] order() {
        Set<Integer> order = new LinkedHashSet<>();
        space.parameters().forEach(parameter -> visit(parameter.name(), order));
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private void visit(String name, Set<Integer> order) {
        if (space.conditions().containsKey(name)) {
            space.conditions().get(name).parameters().forEach(parent -> visit(parent, order));
        }
        order.add(space.number(name));
    }

    /** Numbers of the parameters in groups that nothing joins, each in the order of {@link #order}. */
    List<int[]> groups() {
        Map<String, Set<String>> groupOf = new HashMap<>();
        space.parameters()
                .forEach(parameter -> groupOf.put(parameter.name(), new LinkedHashSet<>(Set.of(parameter.name()))));
        space.conditions().forEach((child, condition) -> {
            Set<String> joined = new LinkedHashSet<>(condition.parameters());
            joined.add(child);
            join(joined, groupOf);
        });
        space.forbidden().forEach(clause -> join(clause.parameters(), groupOf));
        Map<Set<String>, List<Integer>> groups = new LinkedHashMap<>();
        for (int number : order()) {
            groups.computeIfAbsent(groupOf.get(space.parameters().get(number).name()), group -> new ArrayList<>())
                    .add(number);
        }
        return groups.values().stream()
                .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    private static void join(Set<String> names, Map<String, Set<String>> groupOf) {
        Set<String> all = new LinkedHashSet<>();
        names.forEach(name -> all.addAll(groupOf.get(name)));
        all.forEach(name -> groupOf.put(name, all));
    }
}
