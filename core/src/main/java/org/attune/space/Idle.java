package org.attune.space;

import java.util.ArrayList;
import java.util.List;

/** Forbidden clauses that forbid nothing, since they hold in no configuration at all. */
final class Idle {
    /** Of the proof for one clause. */
    private static final int MOST_STEPS = 200;

    /** Of all proofs together, times the number of parameters, with which the cost of a step grows. */
    private static final int MOST_WORK = 500_000;

    private static final int DEEPEST = 64;

    private final int mostSteps;
    private int stepsLeft;

    private Idle(int mostSteps) {
        this.mostSteps = mostSteps;
        stepsLeft = mostSteps;
    }

    /** Those of which it is proven, in their order. */
    static List<Clause> in(SearchSpace space) {
        Box whole = Box.whole(new Domains(space));
        int stepsLeft = MOST_WORK / space.parameters().size();
        List<Clause> idle = new ArrayList<>();
        for (Clause clause : space.forbidden()) {
            Idle proof = new Idle(Math.min(MOST_STEPS, stepsLeft));
            if (proof.holdsSomewhere(whole, clause, 0) == Truth.NO) {
                idle.add(clause);
            }
            stepsLeft -= proof.mostSteps - proof.stepsLeft;
        }
        return idle;
    }

    /** MAYBE if that was not found out. */
    private Truth holdsSomewhere(Box box, Clause clause, int depth) {
        if (stepsLeft <= 0 || depth > DEEPEST) {
            return Truth.MAYBE;
        }
        stepsLeft--;
        Truth found = box.truth(clause);
        if (found != Truth.MAYBE) {
            return found;
        }
        found = Truth.NO;
        for (Box slice : box.slices(Openings.cut(box, List.of(clause)))) {
            found = found.or(holdsSomewhere(slice, clause, depth + 1));
            if (found == Truth.YES) {
                break;
            }
        }
        return found;
    }
}
