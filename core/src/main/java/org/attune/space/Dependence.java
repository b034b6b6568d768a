package org.attune.space;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

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

    /** Numbers of the parameters in the order of the space, but parents before their children. With a stack of its own, as chains may be long. */
    int[] order() {
        Set<Integer> order = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>();
        for (Parameter parameter : space.parameters()) {
            open.push(parameter.name());
            while (!open.isEmpty()) {
                Optional<String> parent = firstMissing(open.peek(), order);
                parent.ifPresentOrElse(open::push, () -> order.add(space.number(open.pop())));
            }
        }
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private Optional<String> firstMissing(String name, Set<Integer> order) {
        Clause condition = space.conditions().get(name);
        return condition == null
                ? Optional.empty()
                : condition.parameters().stream()
                        .filter(parent -> !order.contains(space.number(parent)))
                        .findFirst();
    }

    /** Numbers of the parameters in groups that nothing joins, each in the order of {@link #order}. */
    List<int[]> groups() {
        int[] groupOf = IntStream.range(0, space.parameters().size()).toArray();
        space.conditions().forEach((child, condition) -> {
            condition.parameters().forEach(parent -> join(child, parent, groupOf));
        });
        for (Clause clause : space.forbidden()) {
            String first = clause.parameters().iterator().next();
            clause.parameters().forEach(name -> join(first, name, groupOf));
        }
        Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
        for (int number : order()) {
            groups.computeIfAbsent(group(number, groupOf), group -> new ArrayList<>())
                    .add(number);
        }
        return groups.values().stream()
                .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    private void join(String one, String other, int[] groupOf) {
        groupOf[group(space.number(other), groupOf)] = group(space.number(one), groupOf);
    }

    /** Who speaks for a parameter's group; the way there is made shorter for the next who asks. */
    private static int group(int number, int[] groupOf) {
        int at = number;
        while (groupOf[at] != at) {
            groupOf[at] = groupOf[groupOf[at]];
            at = groupOf[at];
        }
        return at;
    }
}
