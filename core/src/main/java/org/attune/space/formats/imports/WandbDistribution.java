package org.attune.space.formats.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.ChoiceParameter;
import org.attune.space.Constant;
import org.attune.space.Parameter;
import org.attune.space.Prior;
import org.attune.text.Fields;
import org.attune.text.Invalid;
import org.attune.text.Keys;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** The distributions of W&B. Those that round to multiples of {@code q} give whole numbers if {@code q} is written as one. */
enum WandbDistribution {
    CONSTANT("value"),
    CATEGORICAL("values", "probabilities"),
    CATEGORICAL_W_PROBABILITIES("values", "probabilities"),
    INT_UNIFORM("min", "max"),
    UNIFORM("min", "max"),
    Q_UNIFORM("min", "max", "q"),
    LOG_UNIFORM("min", "max"),
    LOG_UNIFORM_VALUES("min", "max"),
    Q_LOG_UNIFORM("min", "max", "q"),
    Q_LOG_UNIFORM_VALUES("min", "max", "q"),
    INV_LOG_UNIFORM("min", "max"),
    INV_LOG_UNIFORM_VALUES("min", "max"),
    NORMAL("mu", "sigma", "min", "max"),
    Q_NORMAL("mu", "sigma", "q", "min", "max"),
    LOG_NORMAL("mu", "sigma", "min", "max"),
    Q_LOG_NORMAL("mu", "sigma", "q", "min", "max"),
    BETA("a", "b"),
    Q_BETA("a", "b", "q");

    private final List<String> keys;

    WandbDistribution(String... keys) {
        List<String> all = new ArrayList<>(List.of(keys));
        all.add("distribution");
        this.keys = List.copyOf(all);
    }

    static List<String> names() {
        return Arrays.stream(values()).map(WandbDistribution::text).toList();
    }

    static Optional<WandbDistribution> find(String name) {
        return Arrays.stream(values()).filter(each -> each.text().equals(name)).findFirst();
    }

    Keys keys() {
        return Trees.keys(text(), keys);
    }

    Optional<Parameter> read(String name, Fields fields) {
        return switch (this) {
            case CONSTANT ->
                Optional.of(new Constant(
                        name, fields.has("value") ? fields.raw("value").json() : missing(fields, "value")));
            case CATEGORICAL, CATEGORICAL_W_PROBABILITIES -> choices(name, fields);
            case INT_UNIFORM ->
                both(
                        fields.require("min", "", Values.whole()),
                        fields.require("max", "", Values.whole()),
                        (low, high) ->
                                Trees.build(fields, () -> Ranges.whole(name, low, high, false, 1, Optional.empty())));
            case UNIFORM, Q_UNIFORM -> range(name, fields, false, false);
            // The bounds are natural logarithms of the values.
            case LOG_UNIFORM, Q_LOG_UNIFORM -> range(name, fields, true, true);
            case LOG_UNIFORM_VALUES, Q_LOG_UNIFORM_VALUES, INV_LOG_UNIFORM_VALUES -> range(name, fields, true, false);
            // Logarithms of the values' reciprocals, so the larger bound is that of the smaller value.
            case INV_LOG_UNIFORM ->
                bounds(
                        fields,
                        (low, high) -> build(
                                name, fields, StrictMath.exp(-high), StrictMath.exp(-low), true, Optional.empty()));
            case NORMAL, Q_NORMAL, LOG_NORMAL, Q_LOG_NORMAL -> normal(name, fields);
            case BETA, Q_BETA -> {
                double a = fields.number("a").orElse(1);
                double b = fields.number("b").orElse(1);
                yield Trees.build(fields, () -> new Prior.Beta(a, b))
                        .flatMap(prior -> build(name, fields, 0, 1, false, Optional.of(prior)));
            }
        };
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    private Optional<Parameter> choices(String name, Fields fields) {
        Optional<List<TextNode>> values = fields.require("values", "", Values::list);
        Optional<List<Double>> weights = fields.read("probabilities", Values::list)
                .map(nodes -> nodes.stream()
                        .map(node -> Values.number("a probability of '" + name + "'", node))
                        .toList());
        List<Object> choices = new ArrayList<>();
        values.ifPresent(nodes -> nodes.forEach(node -> choices.add(node.json())));
        return values.flatMap(nodes -> Trees.build(
                fields,
                () -> new ChoiceParameter(name, choices, false, weights.orElse(List.of()), OptionalInt.empty())));
    }

    private Optional<Parameter> range(String name, Fields fields, boolean log, boolean exponents) {
        return bounds(
                fields,
                (low, high) -> exponents
                        ? build(name, fields, StrictMath.exp(low), StrictMath.exp(high), log, Optional.empty())
                        : build(name, fields, low, high, log, Optional.empty()));
    }

    private Optional<Parameter> normal(String name, Fields fields) {
        boolean log = this == LOG_NORMAL || this == Q_LOG_NORMAL;
        double mu = fields.number("mu").orElse(0);
        double sigma = fields.number("sigma").orElse(1);
        if (!fields.has("min") || !fields.has("max")) {
            throw new Invalid(
                    fields.placeOf("distribution"),
                    "a range must have bounds, but '" + name + "' is " + text() + " without any.",
                    "Give it min and max, values that cut it off; W&B has none here.");
        }
        return Trees.build(fields, () -> new Prior.Normal(log ? StrictMath.exp(mu) : mu, sigma))
                .flatMap(prior ->
                        bounds(fields, (low, high) -> build(name, fields, low, high, log, Optional.of(prior))));
    }

    /** A range, or its multiples of q. */
    private Optional<Parameter> build(
            String name, Fields fields, double low, double high, boolean log, Optional<Prior> prior) {
        if (!text().startsWith("q_")) {
            return Trees.build(fields, () -> Ranges.real(name, low, high, log, 0, prior));
        }
        boolean whole = fields.has("q") && fields.raw("q").value() instanceof Long;
        double q = fields.number("q").orElse(1);
        return Trees.build(fields, () -> Ranges.multiplesAround(name, low, high, q, whole, log, prior));
    }

    private static Optional<Parameter> bounds(Fields fields, Range<Double> range) {
        return both(fields.require("min", "", Values::number), fields.require("max", "", Values::number), range);
    }

    private static <T> Optional<Parameter> both(Optional<T> low, Optional<T> high, Range<T> range) {
        return low.isPresent() && high.isPresent() ? range.between(low.get(), high.get()) : Optional.empty();
    }

    private static Object missing(Fields fields, String key) {
        throw new Invalid(fields.place(), fields.label(key) + " is missing.", "");
    }

    private interface Range<T> {
        Optional<Parameter> between(T low, T high);
    }
}
