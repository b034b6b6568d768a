package org.attune.space.formats.pcs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.attune.space.ChoiceParameter;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.IllegalValueException;
import org.attune.space.IntegerParameter;
import org.attune.space.NumberParameter;
import org.attune.space.Parameter;
import org.attune.text.Invalid;
import org.attune.text.Nearest;

/**
 * What stands behind {@code child |}, and forbidden clauses. Read more generously than written: all comparisons in both dialects and in forbidden clauses too.
 *
 * @param parameters by name
 * @param children names of those that have a condition
 */
record PcsClauses(Map<String, Parameter> parameters, Set<String> children) {

    /** {@code a == b && c in {d, e} || f > 1}; {@code &&} binds tighter. */
    Clause condition(Line line) {
        List<Clause> any = new ArrayList<>();
        do {
            List<Clause> all = new ArrayList<>();
            do {
                all.add(statement(line, false));
            } while (line.takes("&&"));
            any.add(all.size() == 1 ? all.get(0) : new Clause.All(all));
        } while (line.takes("||"));
        line.requireEnd("after a condition but && or || and another");
        return any.size() == 1 ? any.get(0) : new Clause.Any(any);
    }

    /** <code>{a=1, b=2}</code>. */
    Clause forbidden(Line line) {
        line.takes("{");
        List<Clause> all = new ArrayList<>();
        do {
            all.add(statement(line, true));
        } while (line.takes(",") || line.takes("&&"));
        line.require("}", "after a forbidden clause", "Its statements are joined by commas: {a=1, b=2}.");
        line.requireEnd("after a forbidden clause");
        return all.size() == 1 ? all.get(0) : new Clause.All(all);
    }

    private Clause statement(Line line, boolean forbidden) {
        Parameter parameter = parameter(line);
        Comparison comparison = comparison(line, forbidden);
        if (comparison == null) {
            return new Clause.In(parameter.name(), values(parameter, line));
        }
        Clause statement = new Clause.Compare(parameter.name(), comparison, value(parameter, comparison, line));
        // Where the parent is not active, != holds: so it is in ConfigSpace.
        return comparison == Comparison.NOT_EQUAL && !forbidden && children.contains(parameter.name())
                ? Clause.any(statement, Clause.inactive(parameter.name()))
                : statement;
    }

    private Parameter parameter(Line line) {
        Word name = line.word("the name of a parameter");
        Parameter found = parameters.get(name.text());
        String before = name.text().split("[<>]", 2)[0];
        if (found == null && parameters.containsKey(before)) {
            line.back(name.text().length() - before.length());
            return parameters.get(before);
        } else if (found == null) {
            throw unknown(name, parameters);
        }
        return found;
    }

    static Invalid unknown(Word name, Map<String, Parameter> parameters) {
        return new Invalid(
                name.place(),
                "there is no parameter '" + name.text() + "'" + Nearest.hint(name.text(), parameters.keySet()),
                "");
    }

    /** Null for {@code in}. */
    private static Comparison comparison(Line line, boolean forbidden) {
        for (Comparison comparison : List.of(
                Comparison.NOT_EQUAL, Comparison.AT_MOST, Comparison.AT_LEAST, Comparison.LESS, Comparison.GREATER)) {
            if (line.takes(comparison.symbol())) {
                return comparison;
            }
        }
        if (line.takes("==") || (forbidden && line.takes("="))) {
            return Comparison.EQUAL;
        }
        if (line.takes("in ") || line.takes("in{")) {
            line.back(1);
            return null;
        }
        line.require(
                forbidden ? "=" : "==",
                "after the name of a parameter",
                forbidden ? "Write {a=1, b=2}." : "Statements: a == b, a != b, a < 1, a > 1, a in {b, c}.");
        return Comparison.EQUAL;
    }

    private List<Object> values(Parameter parameter, Line line) {
        List<Object> values = new ArrayList<>();
        line.require("{", "after 'in'", "");
        do {
            values.add(value(parameter, Comparison.EQUAL, line));
        } while (line.takes(","));
        line.require("}", "after the values of '" + parameter.name() + "'", "");
        return values.stream().distinct().collect(ArrayList::new, List::add, List::addAll);
    }

    private static Object value(Parameter parameter, Comparison comparison, Line line) {
        Word word = line.word("a value of '" + parameter.name() + "'");
        boolean choices = !(parameter instanceof NumberParameter);
        Object value = choices ? PcsValues.value(word) : number(parameter, word);
        boolean ordered = parameter instanceof ChoiceParameter choice && choice.ordered();
        if (comparison.ordered() && choices && !ordered) {
            throw new Invalid(
                    word.place(),
                    "'" + comparison.symbol() + "' is for numbers and ordinal parameters, but '" + parameter.name()
                            + "' is neither.",
                    "");
        }
        try {
            return comparison.ordered() && !choices ? value : parameter.check(value);
        } catch (IllegalValueException e) {
            throw new Invalid(word.place(), "no configuration can have this value, as " + e.getMessage(), "");
        }
    }

    private static Number number(Parameter parameter, Word word) {
        double number = PcsParameters.number(word).doubleValue();
        return parameter instanceof IntegerParameter && number == Math.rint(number)
                ? (Number) PcsParameters.whole(word)
                : number;
    }
}
