package org.attune.space;

import java.util.List;
import java.util.Map;

/**
 * A clause made ready for a space, to be asked often: names are numbers of parameters, values are legal.
 *
 * <p>The values asked about are those of all parameters in the space's order, with {@link #ABSENT} for those that are not active.
 */
interface Compiled {
    Object ABSENT = new Object();

    boolean holds(Object[] values);

    /** @param clause that {@link ClauseRules} has seen */
    static Compiled of(Clause clause, List<Parameter> parameters, Map<String, Integer> numbers) {
        if (clause instanceof Clause.Compare compare) {
            int at = numbers.get(compare.parameter());
            return compare(parameters.get(at), at, compare.comparison(), compare.value());
        } else if (clause instanceof Clause.In in) {
            int at = numbers.get(in.parameter());
            return values -> values[at] != ABSENT && in.values().contains(values[at]);
        } else if (clause instanceof Clause.Relate relate) {
            int left = numbers.get(relate.left());
            int right = numbers.get(relate.right());
            return values -> values[left] != ABSENT
                    && values[right] != ABSENT
                    && Related.holds(values[left], relate.comparison(), values[right]);
        } else if (clause instanceof Clause.Active active) {
            int at = numbers.get(active.parameter());
            return values -> (values[at] != ABSENT) == active.active();
        } else if (clause instanceof Clause.Any any) {
            Compiled[] tests = all(any.clauses(), parameters, numbers);
            return values -> {
                for (Compiled test : tests) {
                    if (test.holds(values)) {
                        return true;
                    }
                }
                return false;
            };
        }
        Compiled[] tests = all(((Clause.All) clause).clauses(), parameters, numbers);
        return values -> {
            for (Compiled test : tests) {
                if (!test.holds(values)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static Compiled compare(Parameter parameter, int at, Comparison comparison, Object value) {
        if (!comparison.ordered()) {
            boolean wanted = comparison == Comparison.EQUAL;
            return values ->
                    values[at] != ABSENT && (value == null ? values[at] == null : value.equals(values[at])) == wanted;
        } else if (parameter instanceof ChoiceParameter choice) {
            int index = choice.index(value);
            return values -> values[at] != ABSENT && comparison.holds(Integer.compare(choice.index(values[at]), index));
        }
        double number = Bounds.withoutSign(((Number) value).doubleValue());
        return values ->
                values[at] != ABSENT && comparison.holds(Double.compare(((Number) values[at]).doubleValue(), number));
    }

    private static Compiled[] all(List<Clause> clauses, List<Parameter> parameters, Map<String, Integer> numbers) {
        return clauses.stream().map(clause -> of(clause, parameters, numbers)).toArray(Compiled[]::new);
    }
}
