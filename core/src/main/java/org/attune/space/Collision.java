package org.attune.space;

import java.util.ArrayList;
import java.util.List;
import org.attune.text.IllegalDefinitionException;

/** Forbidden clauses that leave nothing, so that none could be dropped without allowing something. */
final class Collision {
    private static final int MOST_STEPS = 2_000;
    private static final int MOST_DRAWS = 64;

    private Collision() {}

    /**
     * Clauses that together forbid everything, as few as are needed; empty unless it is proven that there are such.
     *
     * @return of several sets one
     */
    static List<Clause> in(SearchSpace space) {
        for (Component component : Component.of(space)) {
            Drawing plain = Drawing.plain(component);
            if (plain.allowed(1) == 0 && plain.allowed(MOST_DRAWS) == 0 && isProven(space, component.clauses())) {
                return fewest(space, component.clauses());
            }
        }
        return List.of();
    }

    /** @throws IllegalDefinitionException if forbidden clauses are proven to leave nothing */
    static void refuse(SearchSpace space) {
        List<Clause> clauses = in(space);
        if (!clauses.isEmpty()) {
            throw new IllegalDefinitionException("forbidden", message(clauses), remedy(clauses));
        }
    }

    static String message(List<Clause> clauses) {
        return clauses.size() == 1
                ? "no configuration is left when it is forbidden that " + clauses.get(0) + "."
                : "no configuration is left when all of these are forbidden: " + Component.text(clauses) + ".";
    }

    private static String remedy(List<Clause> clauses) {
        return clauses.size() == 1
                ? "Maybe the opposite is meant?"
                : "Each is needed for that: drop or narrow one of them.";
    }

    private static List<Clause> fewest(SearchSpace space, List<Clause> all) {
        List<Clause> needed = new ArrayList<>(all);
        for (Clause clause : all) {
            List<Clause> fewer = new ArrayList<>(needed);
            fewer.remove(clause);
            if (isProven(space, fewer)) {
                needed = fewer;
            }
        }
        return List.copyOf(needed);
    }

    private static boolean isProven(SearchSpace space, List<Clause> clauses) {
        return Proof.allowsSomething(Box.whole(new Domains(space)), clauses, MOST_STEPS) == Truth.NO;
    }
}
