package org.attune.space.formats.configspace;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.attune.space.ChoiceParameter;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.Constant;
import org.attune.space.IllegalValueException;
import org.attune.space.IntegerParameter;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;

/** Clauses in other words that mean the same. */
final class ClauseWords {
    private ClauseWords() {}

    /** A group of one is what it groups. */
    static Clause plain(Clause clause) {
        List<Clause> parts = parts(clause);
        return parts.size() == 1 ? plain(parts.get(0)) : clause;
    }

    private static List<Clause> parts(Clause clause) {
        return clause instanceof Clause.All all
                ? all.clauses()
                : clause instanceof Clause.Any any ? any.clauses() : List.of();
    }

    /** What ConfigSpace's {@code NEQ} means in a condition: another value, or none. */
    static Optional<Clause.Compare> orInactiveAsOne(Clause clause) {
        if (!(clause instanceof Clause.Any any) || any.clauses().size() != 2) {
            return Optional.empty();
        }
        return Stream.of(0, 1)
                .filter(i -> any.clauses().get(i) instanceof Clause.Compare)
                .map(i -> (Clause.Compare) any.clauses().get(i))
                .filter(compare -> compare.comparison() == Comparison.NOT_EQUAL
                        && any.clauses().contains(Clause.inactive(compare.parameter())))
                .findFirst();
    }

    /** All such within a clause. */
    static Stream<Clause.Compare> orInactive(Clause clause) {
        Optional<Clause.Compare> one = orInactiveAsOne(clause);
        return one.isPresent() ? one.stream() : parts(clause).stream().flatMap(ClauseWords::orInactive);
    }

    /** The choices for which a comparison holds. */
    static Clause.In choices(ChoiceParameter parameter, Clause.Compare compare) {
        int index = parameter.index(compare.value());
        return new Clause.In(
                parameter.name(),
                parameter.choices().stream()
                        .filter(choice -> compare.comparison().holds(Integer.compare(parameter.index(choice), index)))
                        .collect(java.util.stream.Collectors.toList()));
    }

    /** That a parameter is active, if its values can be listed. */
    static Optional<Clause> isActive(Parameter parameter) {
        if (parameter instanceof ChoiceParameter choice) {
            return Optional.of(new Clause.In(choice.name(), choice.choices()));
        }
        return parameter instanceof Constant constant
                ? Optional.of(Clause.equal(constant.name(), constant.value()))
                : Optional.empty();
    }

    /** Two of less, equal and greater for {@code <=}, {@code >=} and {@code !=}. */
    static Clause.Any either(Clause.Compare compare) {
        Comparison first = compare.comparison() == Comparison.AT_LEAST ? Comparison.GREATER : Comparison.LESS;
        Comparison second = compare.comparison() == Comparison.NOT_EQUAL ? Comparison.GREATER : Comparison.EQUAL;
        return new Clause.Any(List.of(
                new Clause.Compare(compare.parameter(), first, compare.value()),
                new Clause.Compare(compare.parameter(), second, compare.value())));
    }

    /** Why ConfigSpace would refuse to compare a parameter with a value: it asks for one that the parameter can have. */
    static Optional<String> fault(SearchSpace space, Clause.Compare compare) {
        try {
            space.parameter(compare.parameter()).check(compare.value());
            return Optional.empty();
        } catch (IllegalValueException e) {
            return Optional.of("ConfigSpace compares a parameter only with values that it can have, but "
                    + e.getMessage().replaceFirst("\\.$", ""));
        }
    }

    /** As versions before 1.0 take it, to which {@code 2.0} is not a whole number. */
    static Object value(SearchSpace space, Clause.Compare compare) {
        Parameter parameter = space.parameter(compare.parameter());
        return parameter instanceof IntegerParameter ? parameter.check(compare.value()) : compare.value();
    }
}
