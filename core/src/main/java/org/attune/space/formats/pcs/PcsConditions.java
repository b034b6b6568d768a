package org.attune.space.formats.pcs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.IllegalValueException;
import org.attune.space.NumberParameter;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;

/** Writes conditions. */
record PcsConditions(Dialect dialect, SearchSpace space) {

    /**
     * The lines for one child.
     *
     * @throws Unsayable if there are none
     */
    List<String> lines(String child, Clause clause) {
        if (dialect == Dialect.OLD) {
            return lists(clause).stream().map(list -> child + " | " + list).toList();
        }
        Listing listing = new Listing(space);
        List<List<Clause>> alternatives = Alternatives.of(spelt(clause, listing), this::isNotEqual);
        return List.of(child + " | "
                + alternatives.stream()
                        .map(all -> all.stream().map(this::statement).collect(Collectors.joining(" && ")))
                        .collect(Collectors.joining(" || ")));
    }

    /** The old form has a line for each of what must all hold, each a list of values of one parent. */
    private List<String> lists(Clause clause) {
        Optional<List<Object>> listed = new Listing(space).of(clause);
        if (listed.isPresent()) {
            return List.of(in(clause.parameters().iterator().next(), listed.get()));
        } else if (clause instanceof Clause.All all) {
            List<String> lists = new ArrayList<>();
            all.clauses().forEach(each -> lists.addAll(lists(each)));
            return lists;
        }
        throw new Unsayable("asks for '" + clause + "', and the form knows only lists of values of one parent");
    }

    /** In words that the form has, with the same meaning. */
    private Clause spelt(Clause clause, Listing listing) {
        if (isNotEqual(clause)) {
            return clause;
        } else if (clause instanceof Clause.All all) {
            return new Clause.All(
                    all.clauses().stream().map(each -> spelt(each, listing)).toList());
        } else if (clause instanceof Clause.Any any) {
            return new Clause.Any(
                    any.clauses().stream().map(each -> spelt(each, listing)).toList());
        } else if (clause instanceof Clause.Compare compare) {
            return spelt(compare, listing);
        } else if (clause instanceof Clause.In) {
            return clause;
        }
        return listing.of(clause)
                .filter(values -> !values.isEmpty())
                .<Clause>map(
                        values -> new Clause.In(clause.parameters().iterator().next(), values))
                .orElseThrow(() -> new Unsayable("asks for '" + clause + "', which the form has no words for"));
    }

    private Clause spelt(Clause.Compare compare, Listing listing) {
        String name = compare.parameter();
        boolean optional = space.conditions().containsKey(name);
        Parameter parameter = space.parameter(name);
        if (compare.comparison() == Comparison.AT_MOST || compare.comparison() == Comparison.AT_LEAST) {
            Comparison strict = compare.comparison() == Comparison.AT_MOST ? Comparison.LESS : Comparison.GREATER;
            Clause beyond = new Clause.Compare(name, strict, compare.value());
            return isLegal(parameter, compare.value())
                    ? Clause.any(beyond, Clause.equal(name, compare.value()))
                    : beyond;
        } else if (compare.comparison() == Comparison.NOT_EQUAL && optional) {
            // The form's != holds too where the parent is not active, which this does not.
            if (parameter instanceof NumberParameter) {
                return Clause.any(Clause.less(name, compare.value()), Clause.greater(name, compare.value()));
            }
            return listing.of(compare)
                    .filter(values -> !values.isEmpty())
                    .<Clause>map(values -> new Clause.In(name, values))
                    .orElseThrow(() -> new Unsayable("asks for '" + compare + "', which never holds"));
        }
        return compare;
    }

    private boolean isNotEqual(Clause clause) {
        return clause instanceof Clause.Any any
                && any.clauses().size() == 2
                && any.clauses().get(0) instanceof Clause.Compare compare
                && compare.comparison() == Comparison.NOT_EQUAL
                && any.clauses().get(1).equals(Clause.inactive(compare.parameter()))
                && space.conditions().containsKey(compare.parameter());
    }

    private String statement(Clause clause) {
        if (clause instanceof Clause.In in) {
            return in(in.parameter(), in.values());
        }
        Clause.Compare compare = (Clause.Compare)
                (clause instanceof Clause.Any any ? any.clauses().get(0) : clause);
        String symbol = compare.comparison() == Comparison.EQUAL
                ? "=="
                : compare.comparison().symbol();
        return compare.parameter() + " " + symbol + " " + value(compare.parameter(), compare.value());
    }

    private String in(String parameter, List<Object> values) {
        if (values.isEmpty()) {
            throw new Unsayable("never holds, and the form has no words for that");
        }
        return values.stream()
                .map(value -> value(parameter, value))
                .collect(Collectors.joining(", ", parameter + " in {", "}"));
    }

    private String value(String parameter, Object value) {
        return PcsWriter.value(space.parameter(parameter), value);
    }

    private static boolean isLegal(Parameter parameter, Object value) {
        try {
            parameter.check(value);
            return true;
        } catch (IllegalValueException e) {
            return false;
        }
    }
}
