package org.attune.space.formats.pcs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.attune.space.ChoiceParameter;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.Constant;
import org.attune.space.IntegerParameter;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;

/** What is said of one parameter, as the list of its values for which it holds. */
record Listing(SearchSpace space) {
    private static final int MOST = 100;
    private static final String CHILD = "child";

    /** The values in the order of the clause or the parameter; empty if they cannot be listed, or if the clause speaks of several parameters. */
    Optional<List<Object>> of(Clause clause) {
        if (clause instanceof Clause.In in) {
            return Optional.of(in.values().stream().distinct().collect(ArrayList::new, List::add, List::addAll));
        } else if (clause instanceof Clause.Compare compare && compare.comparison() == Comparison.EQUAL) {
            List<Object> one = new ArrayList<>();
            one.add(compare.value());
            return Optional.of(one);
        } else if (clause.parameters().size() > 1 || clause.atoms().anyMatch(this::mayHoldWithoutValue)) {
            return Optional.empty();
        }
        Parameter parameter = space.parameter(clause.parameters().iterator().next());
        return all(parameter).map(values -> holding(clause, parameter, values));
    }

    /** All values of a parameter, if there are not too many. */
    static Optional<List<Object>> all(Parameter parameter) {
        if (parameter instanceof ChoiceParameter choice) {
            return Optional.of(choice.choices());
        } else if (parameter instanceof Constant constant) {
            List<Object> one = new ArrayList<>();
            one.add(constant.value());
            return Optional.of(one);
        } else if (parameter instanceof IntegerParameter integer && integer.size() <= MOST) {
            return Optional.of(LongStream.range(0, integer.size())
                    .mapToObj(index -> (Object) (integer.low() + index * integer.step()))
                    .toList());
        }
        return Optional.empty();
    }

    private boolean mayHoldWithoutValue(Clause atom) {
        return atom instanceof Clause.Active active
                && !active.active()
                && space.conditions().containsKey(active.parameter());
    }

    /** Asked of a small space, so that there is one place that says when a clause holds. */
    private static List<Object> holding(Clause clause, Parameter parameter, List<Object> values) {
        String child = parameter.name().equals(CHILD) ? CHILD + CHILD : CHILD;
        SearchSpace asked = SearchSpace.builder()
                .add(parameter)
                .constant(child, true)
                .when(child, clause)
                .build();
        List<Object> holding = new ArrayList<>();
        for (Object value : values) {
            Map<String, Object> given = new HashMap<>();
            given.put(parameter.name(), value);
            if (asked.completed(given).values().containsKey(child)) {
                holding.add(value);
            }
        }
        return holding;
    }
}
