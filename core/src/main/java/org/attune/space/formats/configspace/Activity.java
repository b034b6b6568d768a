package org.attune.space.formats.configspace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.attune.space.Clause;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;

/**
 * A condition with all parameters that it makes active. ConfigSpace 1.x looks at each condition once, those whose nearest parent lies nearest to the roots first, so
 * that is the order in which several faults of one configuration are found.
 *
 * @param children places in the vector
 */
record Activity(Statement condition, List<Integer> children) {

    /** In the order in which they are looked at; the first is of those that are always active. */
    static List<Activity> of(SearchSpace space, Function<Clause, Statement> compiler) {
        Map<String, Integer> depths = new HashMap<>();
        List<Integer> roots = new ArrayList<>();
        Map<Clause, List<Integer>> groups = new LinkedHashMap<>();
        int at = 0;
        for (Parameter parameter : space.parentsFirst()) {
            Clause condition = space.conditions().get(parameter.name());
            depths.put(parameter.name(), condition == null ? 0 : 1 + farthest(condition, depths));
            (condition == null ? roots : groups.computeIfAbsent(alike(condition, groups), key -> new ArrayList<>()))
                    .add(at);
            at++;
        }
        List<Activity> activities = new ArrayList<>();
        activities.add(new Activity(numbers -> true, roots));
        groups.entrySet().stream()
                .sorted(Comparator.comparingInt(group -> nearest(group.getKey(), depths)))
                .forEach(group -> activities.add(new Activity(compiler.apply(group.getKey()), group.getValue())));
        return List.copyOf(activities);
    }

    private static int farthest(Clause clause, Map<String, Integer> depths) {
        return clause.parameters().stream().mapToInt(depths::get).max().orElseThrow();
    }

    private static int nearest(Clause clause, Map<String, Integer> depths) {
        return clause.parameters().stream().mapToInt(depths::get).min().orElseThrow();
    }

    /** One of the conditions that says the same in another order; else the condition itself. */
    private static Clause alike(Clause clause, Map<Clause, ?> others) {
        // Only what is made of parts can be the same in another order.
        boolean hasParts = clause instanceof Clause.All || clause instanceof Clause.Any;
        return !hasParts || others.containsKey(clause)
                ? clause
                : others.keySet().stream()
                        .filter(other -> alike(clause, other))
                        .findFirst()
                        .orElse(clause);
    }

    private static boolean alike(Clause a, Clause b) {
        if (a instanceof Clause.All left && b instanceof Clause.All right) {
            return alike(left.clauses(), right.clauses());
        } else if (a instanceof Clause.Any left && b instanceof Clause.Any right) {
            return alike(left.clauses(), right.clauses());
        }
        return a.equals(b);
    }

    private static boolean alike(List<Clause> left, List<Clause> right) {
        return left.size() == right.size()
                && left.stream().allMatch(each -> right.stream().anyMatch(other -> alike(each, other)))
                && right.stream().allMatch(each -> left.stream().anyMatch(other -> alike(each, other)));
    }
}
