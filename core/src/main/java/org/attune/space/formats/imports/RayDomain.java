package org.attune.space.formats.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.ChoiceParameter;
import org.attune.space.Parameter;
import org.attune.space.Prior;
import org.attune.text.Fields;
import org.attune.text.IllegalDefinitionException;
import org.attune.text.Invalid;
import org.attune.text.Keys;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** The functions of {@code ray.tune} that make domains, with the names of their arguments. */
enum RayDomain {
    UNIFORM("lower", "upper"),
    LOGUNIFORM("lower", "upper", "base"),
    QUNIFORM("lower", "upper", "q"),
    QLOGUNIFORM("lower", "upper", "q", "base"),
    RANDINT("lower", "upper"),
    LOGRANDINT("lower", "upper", "base"),
    QRANDINT("lower", "upper", "q"),
    QLOGRANDINT("lower", "upper", "q", "base"),
    RANDN("mean", "sd", "lower", "upper"),
    QRANDN("mean", "sd", "q", "lower", "upper"),
    CHOICE("categories"),
    GRID_SEARCH("values"),
    SAMPLE_FROM("func");

    private final List<String> arguments;

    RayDomain(String... arguments) {
        this.arguments = List.of(arguments);
    }

    static List<String> names() {
        return Arrays.stream(values()).map(RayDomain::text).toList();
    }

    static Optional<RayDomain> find(String name) {
        return Arrays.stream(values()).filter(each -> each.text().equals(name)).findFirst();
    }

    Optional<Parameter> read(String name, TextNode node, Imported imported) {
        if (this == GRID_SEARCH) {
            return choice(name, node);
        } else if (this == SAMPLE_FROM) {
            throw new Invalid(
                    node.place(),
                    "'" + name + "' is a tune.sample_from: what it can be is known to a Python function alone.",
                    "In a study file write what it computes under 'derived', or when it is there as its 'when'.");
        }
        return Fields.of(name, node, keys(), "", imported.problems()).flatMap(fields -> read(name, fields));
    }

    private Optional<Parameter> read(String name, Fields fields) {
        if (this == CHOICE) {
            return fields.require("categories", "").flatMap(categories -> choice(name, categories));
        } else if (this == RANDN || this == QRANDN) {
            return normal(name, fields);
        }
        Optional<Double> low = fields.require("lower", "", Values::number);
        Optional<Double> high = fields.require("upper", "", Values::number);
        boolean log = text().contains("log");
        if (low.isEmpty() || high.isEmpty()) {
            return Optional.empty();
        } else if (text().startsWith("tune.q")) {
            boolean whole = text().endsWith("int");
            return fields.require("q", "", whole ? RayDomain::whole : Values::number)
                    .flatMap(q -> Trees.build(
                            fields,
                            () -> Ranges.multiplesBetween(
                                    name, low.get(), high.get(), q, whole, log, Optional.empty())));
        } else if (text().endsWith("int")) {
            Optional<Long> first = fields.read("lower", Values.whole());
            Optional<Long> end = fields.read("upper", Values.whole());
            return first.flatMap(from -> end.flatMap(to -> Trees.build(fields, () -> below(name, from, to, log))));
        }
        return Trees.build(fields, () -> Ranges.real(name, low.get(), high.get(), log, 0, Optional.empty()));
    }

    /** The upper bound is not one of the values. */
    private static Parameter below(String name, long low, long end, boolean log) {
        if (end <= low) {
            throw new IllegalDefinitionException(
                    "upper",
                    "lower < upper must hold for '" + name + "', but got lower=" + low + ", upper=" + end + ".",
                    "The upper bound is not one of the values.");
        }
        return Ranges.whole(name, low, end - 1, log, 1, Optional.empty());
    }

    private Optional<Parameter> normal(String name, Fields fields) {
        double mean = fields.number("mean").orElse(0);
        double deviation = fields.number("sd").orElse(1);
        if (!fields.has("lower") || !fields.has("upper")) {
            throw new Invalid(
                    fields.place(),
                    "a range must have bounds, but '" + name + "' is a " + text() + " without any.",
                    "Give it lower and upper beside mean and sd, values that cut it off.");
        }
        Optional<Double> low = fields.require("lower", "", Values::number);
        Optional<Double> high = fields.require("upper", "", Values::number);
        Optional<Prior> prior = Trees.build(fields, () -> new Prior.Normal(mean, deviation));
        if (low.isEmpty() || high.isEmpty() || prior.isEmpty()) {
            return Optional.empty();
        } else if (this == QRANDN) {
            return fields.require("q", "", Values::number)
                    .flatMap(q -> Trees.build(
                            fields,
                            () -> Ranges.multiplesBetween(name, low.get(), high.get(), q, false, false, prior)));
        }
        return Trees.build(fields, () -> Ranges.real(name, low.get(), high.get(), false, 0, prior));
    }

    private static Optional<Parameter> choice(String name, TextNode node) {
        List<Object> choices = new ArrayList<>();
        Values.list("the choices of '" + name + "'", node).forEach(item -> choices.add(item.json()));
        return Optional.of(new ChoiceParameter(name, choices, false, List.of(), OptionalInt.empty()));
    }

    private static Double whole(String label, TextNode node) {
        return Values.whole().read(label, node).doubleValue();
    }

    private Keys keys() {
        return Trees.keys(text(), arguments);
    }

    private String text() {
        return this == GRID_SEARCH ? "grid_search" : "tune." + name().toLowerCase(Locale.ROOT);
    }
}
