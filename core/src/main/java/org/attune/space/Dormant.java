package org.attune.space;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Parameters that no allowed configuration has, since their conditions never hold. */
final class Dormant {
    private static final int DRAWS = 256;
    /** Of the proof for one parameter. */
    private static final int MOST_STEPS = 1_000;

    /** Of all proofs together, times the number of parameters, with which the cost of a step grows. */
    private static final int MOST_WORK = 1_000_000;

    private Dormant() {}

    /** Names of those of which it is proven, in the order in which they were declared. */
    static List<String> in(SearchSpace space) {
        boolean[] seen = seenActive(space);
        List<String> names = new ArrayList<>();
        Box whole = Box.whole(new Domains(space));
        int stepsLeft = Math.max(MOST_STEPS, MOST_WORK / seen.length);
        for (Parameter parameter : space.parameters()) {
            String name = parameter.name();
            if (stepsLeft > 0 && !seen[space.number(name)] && space.conditions().containsKey(name)) {
                List<Clause> clauses = new ArrayList<>(space.forbidden());
                clauses.add(Clause.inactive(name));
                Proof proof = new Proof(Math.min(MOST_STEPS, stepsLeft));
                if (proof.allowsSomething(whole, clauses) == Truth.NO) {
                    names.add(name);
                }
                stepsLeft -= proof.steps();
            }
        }
        return names;
    }

    private static boolean[] seenActive(SearchSpace space) {
        SplittableRandom random = new SplittableRandom(DRAWS);
        double[] draws = new double[space.parameters().size()];
        Object[] values = new Object[draws.length];
        boolean[] seen = new boolean[draws.length];
        for (int draw = 0; draw < DRAWS; draw++) {
            for (int i = 0; i < draws.length; i++) {
                draws[i] = random.nextDouble();
            }
            space.fill(values, draws, space.order());
            boolean isAllowed = !space.isForbidden(values);
            for (int i = 0; i < seen.length; i++) {
                seen[i] |= isAllowed && values[i] != Compiled.ABSENT;
            }
        }
        return seen;
    }
}
