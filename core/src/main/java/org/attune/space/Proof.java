package org.attune.space;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for anything that clauses allow, among all values and not only those that draws may hit: a contradiction is proven when every box, cut wherever the
 * clauses tell values apart, is forbidden. Gives up after a number of steps, which is the same on every machine.
 */
final class Proof {
    private static final int DEEPEST = 256;

    private final Set<Clause> used = new HashSet<>();
    private final int mostSteps;
    private int stepsLeft;
    private int deepest;

    /** @param mostSteps of all questions together */
    Proof(int mostSteps) {
        this.mostSteps = mostSteps;
        stepsLeft = mostSteps;
    }

    /** Whether some configuration of the box breaks none of the clauses; MAYBE if that was not found out. */
    Truth allowsSomething(Box box, List<Clause> clauses) {
        Truth found = Truth.MAYBE;
        for (deepest = 4; deepest <= DEEPEST && found == Truth.MAYBE && stepsLeft > 0; deepest *= 4) {
            used.clear();
            found = look(box, clauses, 0);
        }
        return found;
    }

    /** Those of the clauses last asked about that forbid everything between them, if they were proven to allow nothing. */
    Set<Clause> used() {
        return Set.copyOf(used);
    }

    /** How many it has gone so far. */
    int steps() {
        return mostSteps - stepsLeft;
    }

    private Truth look(Box box, List<Clause> clauses, int depth) {
        stepsLeft--;
        List<Clause> open = new ArrayList<>();
        for (Clause clause : clauses) {
            Truth truth = box.truth(clause);
            if (truth == Truth.YES) {
                used.add(clause);
                return Truth.NO;
            } else if (truth == Truth.MAYBE) {
                open.add(clause);
            }
        }
        if (open.isEmpty()) {
            return Truth.YES;
        } else if (Orders.contradict(box, open)) {
            used.addAll(open);
            return Truth.NO;
        } else if (depth == deepest || stepsLeft <= 0) {
            return Truth.MAYBE;
        }
        List<List<Clause>> groups = Openings.groups(box, open);
        Truth found = Truth.YES;
        if (groups.size() > 1) {
            for (List<Clause> group : groups) {
                found = found.and(look(box, group, depth + 1));
                if (found == Truth.NO) {
                    break;
                }
            }
            return found;
        }
        found = Truth.NO;
        for (Box slice : box.slices(Openings.cut(box, open))) {
            found = found.or(look(slice, open, depth + 1));
            if (found == Truth.YES) {
                break;
            }
        }
        return found;
    }
}
