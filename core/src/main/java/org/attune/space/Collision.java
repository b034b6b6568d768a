package org.attune.space;

import java.util.List;
import org.attune.text.IllegalDefinitionException;

/**
 * Forbidden clauses that leave nothing, and of which none could be dropped without allowing something, as far as that is found out in a bounded number of steps.
 */
final class Collision {
    private static final int MOST_STEPS = 4_000;
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
            if (plain.allowed(1) == 0 && plain.allowed(MOST_DRAWS) == 0) {
                Box whole = Box.whole(new Domains(space));
                Proof proof = new Proof(MOST_STEPS);
                if (proof.allowsSomething(whole, component.clauses()) == Truth.NO) {
                    return fewest(
                            whole,
                            component.clauses().stream()
                                    .filter(proof.used()::contains)
                                    .toList());
                }
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
        return clauses.size() == 1 ? "Maybe the opposite is meant?" : "Drop or narrow one of them.";
    }

    /** Of clauses that leave nothing: drops one after the other that is not needed, as long as there are steps for it. */
    private static List<Clause> fewest(Box whole, List<Clause> all) {
        Proof proof = new Proof(MOST_STEPS);
        List<Clause> needed = all;
        for (Clause clause : all) {
            List<Clause> fewer =
                    needed.stream().filter(other -> other != clause).toList();
            needed = proof.allowsSomething(whole, fewer) == Truth.NO ? fewer : needed;
        }
        return List.copyOf(needed);
    }
}
