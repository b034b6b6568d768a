package org.attune.space.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.attune.space.Clause;
import org.attune.space.Comparison;

/** The clause that a {@link When} stands for. */
final class Condition {
    private final Map<String, Leaf> leaves;

    /** @param leaves all parameters by name */
    Condition(Map<String, Leaf> leaves) {
        this.leaves = leaves;
    }

    /** @param prefix of the names in the record that has it */
    Clause clause(When when, String prefix, String where) {
        String parent = leaves.containsKey(prefix + when.parameter()) ? prefix + when.parameter() : when.parameter();
        List<Clause> clauses = new ArrayList<>();
        List<Object> equal = values(parent, where, when.equals());
        if (equal.size() == 1) {
            clauses.add(Clause.equal(parent, equal.get(0)));
        } else if (equal.size() > 1) {
            clauses.add(new Clause.In(parent, equal));
        }
        compare(clauses, parent, Comparison.NOT_EQUAL, values(parent, where, when.not()));
        compare(clauses, parent, Comparison.LESS, values(parent, where, when.less()));
        compare(clauses, parent, Comparison.AT_MOST, values(parent, where, when.atMost()));
        compare(clauses, parent, Comparison.GREATER, values(parent, where, when.greater()));
        compare(clauses, parent, Comparison.AT_LEAST, values(parent, where, when.atLeast()));
        return switch (clauses.size()) {
            case 0 -> Clause.active(parent);
            case 1 -> clauses.get(0);
            default -> new Clause.All(clauses);
        };
    }

    private static void compare(List<Clause> clauses, String parent, Comparison comparison, List<Object> values) {
        values.forEach(value -> clauses.add(new Clause.Compare(parent, comparison, value)));
    }

    /** Of a parent that does not exist the texts, of which the space complains in its own words. */
    private List<Object> values(String parent, String where, String[] texts) {
        List<Object> values = new ArrayList<>();
        for (String text : texts) {
            Leaf leaf = leaves.get(parent);
            values.add(leaf == null ? text : leaf.kind().parse(where + ": @When on " + parent, text));
        }
        return values;
    }
}
