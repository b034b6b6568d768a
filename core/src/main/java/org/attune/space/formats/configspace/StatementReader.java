package org.attune.space.formats.configspace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.attune.space.ChoiceParameter;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.IllegalValueException;
import org.attune.space.NumberParameter;
import org.attune.space.Parameter;
import org.attune.text.Nearest;
import org.attune.text.Problems;
import org.attune.text.TextNode;
import org.attune.text.Values;

/**
 * The statements of which conditions and forbidden clauses are made: a parameter's value against another. What ConfigSpace refuses when it builds a space is a
 * problem with the place of the value.
 */
final class StatementReader {
    private final Map<String, Optional<Parameter>> parameters;
    private final Problems problems;

    /** @param parameters by name; empty those that the file has, but with an error */
    StatementReader(Map<String, Optional<Parameter>> parameters, Problems problems) {
        this.parameters = parameters;
        this.problems = problems;
    }

    Problems problems() {
        return problems;
    }

    /** @param key that has the parameter's name */
    Optional<Clause> compare(Item item, String key, Comparison comparison) {
        Optional<Parameter> parameter = parameter(item, key);
        Optional<List<Object>> value = item.value("value");
        if (parameter.isEmpty() || value.isEmpty()) {
            return Optional.empty();
        }
        Parameter of = parameter.get();
        if (comparison.ordered() && of instanceof NumberParameter) {
            return item.number("value")
                    .map(number -> new Clause.Compare(
                            of.name(), comparison, value.get().get(0)));
        } else if (comparison.ordered() && !(of instanceof ChoiceParameter choice && choice.ordered())) {
            problems.add(
                    item.fields().placeOf(key),
                    item.type() + " is for numbers and ordinal parameters, but '" + of.name() + "' is neither.",
                    "");
            return Optional.empty();
        }
        return legal(of, item.fields().raw("value"))
                .map(legal -> new Clause.Compare(of.name(), comparison, legal.get(0)));
    }

    Optional<Clause> in(Item item, String key) {
        Optional<Parameter> parameter = parameter(item, key);
        Optional<List<TextNode>> nodes = item.list("values");
        if (parameter.isEmpty() || nodes.isEmpty()) {
            return Optional.empty();
        } else if (nodes.get().isEmpty()) {
            problems.add(item.fields().placeOf("values"), item.fields().label("values") + " must not be empty.", "");
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        nodes.get().forEach(node -> legal(parameter.get(), node).ifPresent(values::addAll));
        return values.size() < nodes.get().size()
                ? Optional.empty()
                : Optional.of(new Clause.In(parameter.get().name(), values));
    }

    Optional<Clause> relate(Item item, Comparison comparison) {
        Optional<Parameter> left = parameter(item, "left");
        Optional<Parameter> right = parameter(item, "right");
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        } else if (left.equals(right)) {
            problems.add(item.fields().placeOf("right"), "'" + left.get().name() + "' is compared with itself.", "");
            return Optional.empty();
        }
        return Optional.of(
                new Clause.Relate(left.get().name(), comparison, right.get().name()));
    }

    /** The parameter that a key names; one that is not there is a problem. */
    Optional<Parameter> parameter(Item item, String key) {
        return item.text(key).flatMap(name -> {
            if (!parameters.containsKey(name)) {
                problems.add(
                        item.fields().placeOf(key),
                        item.fields().label(key) + " names no parameter of the space: '" + name + "'"
                                + Nearest.hint(name, parameters.keySet()),
                        "");
            }
            return parameters.getOrDefault(name, Optional.empty());
        });
    }

    /** All of several parts, or none if one has a problem. */
    Optional<List<Clause>> all(Item item, String key, Function<TextNode, Optional<Clause>> reader) {
        return item.list(key).flatMap(nodes -> {
            if (nodes.isEmpty()) {
                problems.add(item.fields().placeOf(key), item.fields().label(key) + " must not be empty.", "");
                return Optional.empty();
            }
            List<Clause> parts = new ArrayList<>();
            nodes.forEach(node -> reader.apply(node).ifPresent(parts::add));
            return parts.size() < nodes.size() ? Optional.empty() : Optional.of(parts);
        });
    }

    /** A value of the parameter, as a list of one. */
    private Optional<List<Object>> legal(Parameter parameter, TextNode node) {
        return problems.collect(() -> {
            Object value = PythonValues.of(parameter, node.json());
            try {
                return Collections.singletonList(parameter.check(value));
            } catch (IllegalValueException e) {
                throw Values.wrong(
                        "a value of '" + parameter.name() + "'", "one that it can have", node, e.getMessage());
            }
        });
    }
}
