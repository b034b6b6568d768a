package org.attune.space;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks for anything that clauses allow, among all values and not only those that draws may hit: a contradiction is proven when every box, cut wherever the
 * clauses tell values apart, is forbidden. Gives up after a number of steps, which is the same on every machine.
 */
final class Proof {
    private static final int DEEPEST = 256;

    private final int mostSteps;
    private final int deepest;
    private int steps;

    private Proof(int mostSteps, int deepest) {
        this.mostSteps = mostSteps;
        this.deepest = deepest;
    }

    /** Whether some configuration of the box breaks none of the clauses; MAYBE if that was not found out. */
    static Truth allowsSomething(Box box, List<Clause> clauses, int mostSteps) {
        for (int deepest = 4; deepest <= DEEPEST; deepest *= 4) {
            Proof proof = new Proof(mostSteps, deepest);
            Truth found = proof.look(box, clauses, 0);
            if (found != Truth.MAYBE || proof.steps >= mostSteps) {
                return found;
            }
        }
        return Truth.MAYBE;
    }

    private Truth look(Box box, List<Clause> clauses, int depth) {
        steps++;
        List<Clause> open = new ArrayList<>();
        for (Clause clause : clauses) {
            Truth truth = box.truth(clause);
            if (truth == Truth.YES) {
                return Truth.NO;
            } else if (truth == Truth.MAYBE) {
                open.add(clause);
            }
        }
        if (open.isEmpty()) {
            return Truth.YES;
        } else if (Orders.contradict(box, open)) {
            return Truth.NO;
        } else if (depth == deepest || steps >= mostSteps) {
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
