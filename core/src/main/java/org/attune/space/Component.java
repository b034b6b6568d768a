package org.attune.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/** Parameters that forbidden clauses and the conditions behind them hold together, and these clauses. Safe for use by many threads. */
final class Component {
    private final SearchSpace space;
    private final int[] order;
    private final List<Clause> clauses;
    private final Compiled[] refused;

    private Component(SearchSpace space, BitSet parameters, List<Clause> clauses) {
        this.space = space;
        this.clauses = clauses;
        order = Arrays.stream(space.order()).filter(parameters::get).toArray();
        refused = clauses.stream().map(space::compiled).toArray(Compiled[]::new);
    }

    static List<Component> of(SearchSpace space) {
        List<BitSet> scopes = new ArrayList<>();
        List<List<Clause>> groups = new ArrayList<>();
        for (Clause clause : space.forbidden()) {
            BitSet scope = new BitSet();
            addWithParents(space, clause, scope);
            List<Clause> group = new ArrayList<>(List.of(clause));
            for (int i = scopes.size() - 1; i >= 0; i--) {
                if (scopes.get(i).intersects(scope)) {
                    scope.or(scopes.remove(i));
                    group.addAll(0, groups.remove(i));
                }
            }
            scopes.add(scope);
            groups.add(group);
        }
        List<Component> components = new ArrayList<>();
        for (int i = 0; i < scopes.size(); i++) {
            components.add(new Component(space, scopes.get(i), groups.get(i)));
        }
        return List.copyOf(components);
    }

    private static void addWithParents(SearchSpace space, Clause clause, BitSet scope) {
        for (String name : clause.parameters()) {
            if (!scope.get(space.number(name))) {
                scope.set(space.number(name));
                if (space.conditions().containsKey(name)) {
                    addWithParents(space, space.conditions().get(name), scope);
                }
            }
        }
    }

    SearchSpace space() {
        return space;
    }

    List<Clause> clauses() {
        return clauses;
    }

    /** Numbers of its parameters, parents first. */
    int[] order() {
        return order;
    }

    /** The clauses as messages name them. */
    String text() {
        return text(clauses);
    }

    static String text(List<Clause> clauses) {
        return clauses.stream().map(clause -> "'" + clause + "'").collect(Collectors.joining(", "));
    }

    boolean isForbidden(Object[] values) {
        for (Compiled clause : refused) {
            if (clause.holds(values)) {
                return true;
            }
        }
        return false;
    }
}
