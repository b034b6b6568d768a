package org.attune.space.formats.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.attune.space.ChoiceParameter;
import org.attune.space.Clause;
import org.attune.space.ClauseRules;
import org.attune.space.Comparison;
import org.attune.space.Constant;
import org.attune.space.Parameter;
import org.attune.text.IllegalDefinitionException;
import org.attune.text.Json;
import org.attune.text.Nearest;
import org.attune.text.Place;
import org.attune.text.Problems;
import org.attune.text.TextNode;

/** Reads statements about parameters: {@code {optimizer: sgd, layers: {greater: 2}}}. What is wrong is told at the name, word or value that is. */
final class ClauseReader {
    private static final int DEEPEST = 50;
    private static final String EXAMPLE = "{optimizer: sgd, layers: {greater: 2}}";

    private final String owner;
    private final Set<String> names;
    private final Map<String, Parameter> parameters;
    private final ClauseRules rules;
    private final Problems problems;

    /**
     * @param key {@code "when"} or {@code "forbidden"}
     * @param owner what messages call the clause
     * @param names of all parameters
     * @param parameters those of which the definition is right; of others every statement is let pass
     */
    ClauseReader(String key, String owner, Set<String> names, Map<String, Parameter> parameters, Problems problems) {
        this.owner = owner;
        this.names = names;
        this.parameters = parameters;
        this.rules = new ClauseRules(key, owner, parameters);
        this.problems = problems;
    }

    /** The clause, or empty with what is wrong noted. */
    Optional<Clause> read(TextNode node) {
        return read(node, 0);
    }

    private Optional<Clause> read(TextNode node, int depth) {
        if (!node.isMapping() || node.entries().isEmpty()) {
            return wrong(
                    node.place(),
                    "a statement must be a mapping of parameters to values, but got " + node.shown() + ".",
                    node.isList()
                            ? "Write all: [...] if all of them must hold, any: [...] if one of them must."
                            : "Write " + EXAMPLE + ".");
        } else if (depth > DEEPEST) {
            return wrong(node.place(), "statements may be nested " + DEEPEST + " deep, but here they are deeper.", "");
        }
        List<Clause> clauses = new ArrayList<>();
        boolean complete = true;
        for (Map.Entry<String, TextNode.Entry> entry : node.entries().entrySet()) {
            Optional<List<Clause>> read = statement(
                    entry.getKey(), entry.getValue().key(), entry.getValue().value(), depth);
            read.ifPresent(clauses::addAll);
            complete &= read.isPresent();
        }
        return !complete
                ? Optional.empty()
                : Optional.of(clauses.size() == 1 ? clauses.get(0) : new Clause.All(clauses));
    }

    private Optional<List<Clause>> statement(String word, Place place, TextNode value, int depth) {
        if (isJunction(word) && (!value.isMapping() || !names.contains(word))) {
            return group(word, value, depth).map(List::of);
        } else if (!names.contains(word)) {
            return unknown(word, place);
        } else if (value.isMapping()) {
            return operators(word, value);
        } else if (value.isList()) {
            return in(word, value).map(List::of);
        }
        return checked(value.place(), compare(word, Comparison.EQUAL, value)).map(List::of);
    }

    private Optional<Clause> group(String word, TextNode value, int depth) {
        if (!value.isList() || value.items().isEmpty()) {
            return wrong(
                    value.place(),
                    "'" + word + "' must be a list of statements, but got " + value.shown() + ".",
                    "Write " + word + ": "
                            + (value.isMapping() && value.entries().size() == 1
                                    ? "[" + value.shown() + ", ...]."
                                    : "[{optimizer: sgd}, {layers: {greater: 2}}]."));
        }
        List<Clause> clauses = new ArrayList<>();
        value.items().forEach(item -> read(item, depth + 1).ifPresent(clauses::add));
        return clauses.size() < value.items().size()
                ? Optional.empty()
                : Optional.of(word.equals("any") ? new Clause.Any(clauses) : new Clause.All(clauses));
    }

    private Optional<List<Clause>> operators(String parameter, TextNode node) {
        if (node.entries().isEmpty()) {
            return wrong(node.place(), "'" + parameter + "' is followed by no statement.", StatementWords.remedy());
        }
        List<Clause> clauses = new ArrayList<>();
        boolean complete = true;
        for (Map.Entry<String, TextNode.Entry> entry : node.entries().entrySet()) {
            Optional<Clause> clause = operator(
                    parameter,
                    entry.getKey(),
                    entry.getValue().key(),
                    entry.getValue().value());
            clause.ifPresent(clauses::add);
            complete &= clause.isPresent();
        }
        return complete ? Optional.of(clauses) : Optional.empty();
    }

    private Optional<Clause> operator(String parameter, String word, Place place, TextNode value) {
        if (word.equals("in")) {
            return in(parameter, value);
        } else if (word.equals("active")) {
            return value.value() instanceof Boolean active
                    ? Optional.of(new Clause.Active(parameter, active))
                    : wrong(value.place(), "'active' must be true or false, but got " + value.shown() + ".", "");
        }
        Optional<Comparison> comparison = StatementWords.comparison(word);
        if (comparison.isEmpty()) {
            return wrong(
                    place,
                    "unknown word '" + word + "' after '" + parameter + "'" + StatementWords.hint(word),
                    StatementWords.remedy());
        }
        if (comparison.get() == Comparison.NOT_EQUAL && value.isList() && !isValue(parameter, value)) {
            return wrong(
                    value.place(),
                    "'not' is followed by one value, but got " + value.shown() + ".",
                    "For none of several write all: "
                            + value.items().stream()
                                    .map(item -> "{" + parameter + ": {not: " + item.shown() + "}}")
                                    .collect(Collectors.joining(", ", "[", "].")));
        }
        Optional<TextNode.Entry> other = only(value, "parameter");
        if (other.isPresent()) {
            return relation(parameter, comparison.get(), other.get().value());
        }
        TextNode literal = only(value, "value").map(TextNode.Entry::value).orElse(value);
        return checked(literal.place(), compare(parameter, comparison.get(), literal));
    }

    private Optional<Clause> relation(String left, Comparison comparison, TextNode right) {
        if (!(right.value() instanceof String name)) {
            return wrong(right.place(), "'parameter' must be followed by a name, but got " + right.shown() + ".", "");
        } else if (!names.contains(name)) {
            return unknown(name, right.place());
        }
        return checked(right.place(), Optional.of(new Clause.Relate(left, comparison, name)));
    }

    private Optional<Clause> in(String parameter, TextNode list) {
        if (!list.isList() || list.items().isEmpty()) {
            return wrong(
                    list.place(),
                    "the values of '" + parameter + "' must be a list with at least one, but got " + list.shown() + ".",
                    "");
        }
        List<Object> values = new ArrayList<>();
        boolean complete = true;
        for (TextNode item : list.items()) {
            Optional<Clause> one = checked(item.place(), compare(parameter, Comparison.EQUAL, item));
            one.ifPresent(clause -> values.add(((Clause.Compare) clause).value()));
            complete &= one.isPresent();
        }
        return complete ? Optional.of(new Clause.In(parameter, values)) : Optional.empty();
    }

    private Optional<Clause> compare(String parameter, Comparison comparison, TextNode value) {
        return problems.collect(() -> new Clause.Compare(parameter, comparison, value.json()));
    }

    /** The clause as {@link ClauseRules} has it. */
    private Optional<Clause> checked(Place place, Optional<Clause> clause) {
        if (clause.isEmpty() || !parameters.keySet().containsAll(clause.get().parameters())) {
            return clause;
        }
        try {
            return Optional.of(rules.apply(clause.get()));
        } catch (IllegalDefinitionException e) {
            problems.add(place, e.rule(), e.remedy());
            return Optional.empty();
        }
    }

    private boolean isValue(String parameter, TextNode list) {
        Parameter known = parameters.get(parameter);
        Object value = Json.normal(list.json());
        return known == null
                || (known instanceof ChoiceParameter choice && choice.choices().contains(value))
                || (known instanceof Constant constant && constant.value().equals(value));
    }

    private static boolean isJunction(String word) {
        return word.equals("any") || word.equals("all");
    }

    private <T> Optional<T> unknown(String name, Place place) {
        Optional<String> junction = StatementWords.junction(name);
        if (junction.isPresent()) {
            return wrong(place, "there is no parameter '" + name + "'.", junction.get());
        }
        List<String> inner =
                names.stream().filter(each -> each.startsWith(name + ".")).toList();
        String remedy = inner.isEmpty()
                ? Nearest.to(name, names)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Parameters: " + String.join(", ", names) + ".")
                : "It is a group; write " + inner.get(0) + ".";
        return wrong(place, "there is no parameter '" + name + "'.", remedy);
    }

    private <T> Optional<T> wrong(Place place, String rule, String remedy) {
        problems.add(place, owner + ": " + rule, remedy);
        return Optional.empty();
    }

    private static Optional<TextNode.Entry> only(TextNode node, String key) {
        return node.isMapping() && node.entries().size() == 1
                ? Optional.ofNullable(node.entries().get(key))
                : Optional.empty();
    }
}
