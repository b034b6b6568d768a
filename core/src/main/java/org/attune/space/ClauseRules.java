package org.attune.space;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.attune.text.IllegalDefinitionException;
import org.attune.text.Json;
import org.attune.text.Nearest;

/** What a clause must be to make sense in a space; gives it back with its values in the form that configurations have. Immutable. */
public final class ClauseRules {
    private final String key;
    private final String owner;
    private final Map<String, Parameter> parameters;

    /**
     * @param key of the definition that has the clause: {@code "when"} or {@code "forbidden"}
     * @param owner what messages call the clause
     * @param parameters that there are, by name
     */
    public ClauseRules(String key, String owner, Map<String, Parameter> parameters) {
        this.key = key;
        this.owner = owner;
        this.parameters = parameters;
    }

    /** @throws IllegalDefinitionException if the clause speaks of a parameter or a value that is not there, or compares what has no order */
    public Clause apply(Clause clause) {
        if (clause instanceof Clause.Compare compare) {
            Parameter parameter = parameter(compare.parameter());
            return new Clause.Compare(parameter.name(), compare.comparison(), value(parameter, compare));
        } else if (clause instanceof Clause.In in) {
            Parameter parameter = parameter(in.parameter());
            if (in.values().isEmpty()) {
                throw illegal("a list of values of '" + in.parameter() + "' must not be empty", "");
            }
            return new Clause.In(
                    parameter.name(),
                    in.values().stream().map(value -> legal(parameter, value)).collect(Collectors.toList()));
        } else if (clause instanceof Clause.Relate relate) {
            Parameter left = parameter(relate.left());
            Parameter right = parameter(relate.right());
            if (left.name().equals(right.name())) {
                throw illegal("'" + left.name() + "' is compared with itself", "");
            }
            return relate;
        } else if (clause instanceof Clause.Active active) {
            return new Clause.Active(parameter(active.parameter()).name(), active.active());
        } else if (clause instanceof Clause.Any any) {
            return new Clause.Any(all(any.clauses()));
        }
        return new Clause.All(all(((Clause.All) clause).clauses()));
    }

    private List<Clause> all(List<Clause> clauses) {
        if (clauses.isEmpty()) {
            throw illegal("'all' and 'any' must have at least one statement, but got an empty list", "");
        }
        return clauses.stream().map(this::apply).toList();
    }

    private Object value(Parameter parameter, Clause.Compare compare) {
        if (!compare.comparison().ordered()) {
            return legal(parameter, compare.value());
        } else if (parameter instanceof NumberParameter) {
            if (!(compare.value() instanceof Number)) {
                throw illegal(
                        "'" + parameter.name() + "' must be compared with a number, but got "
                                + Json.plain(compare.value()),
                        "");
            }
            return compare.value();
        } else if (parameter instanceof ChoiceParameter choice && choice.ordered()) {
            return legal(parameter, compare.value());
        }
        throw illegal(
                "'" + compare.comparison().key() + "' is for numbers and ordinal parameters, but '" + parameter.name()
                        + "' is neither",
                "Maybe type: ordinal is meant, or a list of the values?");
    }

    private Object legal(Parameter parameter, Object value) {
        try {
            return parameter.check(value);
        } catch (IllegalValueException e) {
            throw illegal(
                    "no configuration can have it, as " + e.getMessage().replaceFirst("\\.$", ""),
                    likely(parameter, value));
        }
    }

    private static String likely(Parameter parameter, Object value) {
        if (!(value instanceof String text)) {
            return "";
        } else if (parameter instanceof ChoiceParameter choice) {
            List<String> texts = choice.choices().stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
            return choice.choices().stream()
                            .anyMatch(each ->
                                    !(each instanceof String) && Json.text(each).equals(text))
                    ? "Remove the quotes."
                    : Nearest.to(text, texts)
                            .map(near -> "Did you mean " + near + "?")
                            .orElse("");
        }
        return parameter instanceof NumberParameter ? "Write a number without quotes, or {at_least: 2}." : "";
    }

    private Parameter parameter(String name) {
        Parameter parameter = parameters.get(name);
        if (parameter == null) {
            throw illegal(
                    "there is no parameter '" + name + "'",
                    Nearest.to(name, parameters.keySet())
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse("Parameters: " + String.join(", ", parameters.keySet()) + "."));
        }
        return parameter;
    }

    private IllegalDefinitionException illegal(String rule, String remedy) {
        return new IllegalDefinitionException(key, owner + ": " + rule + ".", remedy);
    }
}
