package org.attune.space.formats.pcs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.attune.space.Clause;

/** A clause as alternatives, each of which is a list of statements that must all hold (disjunctive normal form). */
final class Alternatives {
    private static final int MOST = 1000;

    private Alternatives() {}

    /**
     * @param isStatement whether a clause is taken as one statement, though it may be made of several
     * @throws Unsayable if there would be more than a file should have
     */
    static List<List<Clause>> of(Clause clause, Predicate<Clause> isStatement) {
        List<List<Clause>> alternatives = new ArrayList<>();
        if (!isStatement.test(clause) && clause instanceof Clause.Any any) {
            any.clauses().forEach(each -> alternatives.addAll(of(each, isStatement)));
        } else if (!isStatement.test(clause) && clause instanceof Clause.All all) {
            alternatives.add(List.of());
            for (Clause each : all.clauses()) {
                List<List<Clause>> more = of(each, isStatement);
                List<List<Clause>> before = List.copyOf(alternatives);
                refuseTooMany((long) before.size() * more.size());
                alternatives.clear();
                before.forEach(first -> more.forEach(second -> alternatives.add(joined(first, second))));
            }
        } else {
            alternatives.add(List.of(clause));
        }
        refuseTooMany(alternatives.size());
        return alternatives;
    }

    static void refuseTooMany(long count) {
        if (count > MOST) {
            throw new Unsayable("would need more than " + MOST + " combinations written out");
        }
    }

    private static List<Clause> joined(List<Clause> first, List<Clause> second) {
        List<Clause> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}
