package org.attune.space.formats.yaml;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.attune.space.ChoiceParameter;
import org.attune.space.Constant;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.Parameter;
import org.attune.space.Prior;
import org.attune.text.Fields;
import org.attune.text.Invalid;
import org.attune.text.Json;
import org.attune.text.Kinds;
import org.attune.text.Nearest;
import org.attune.text.Problems;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** Reads a parameter: {@code {type: float, low: 1e-4, high: 1, log: true}}. Its {@code when} and {@code before} are let be. */
public final class ParameterReader {
    private static final Map<String, String> OTHER_NAMES = Map.of(
            "uniform", "type: float",
            "loguniform", "type: float with log: true",
            "quniform", "type: float with a step",
            "randint", "type: int (high is included)",
            "lograndint", "type: int with log: true",
            "choice", "type: categorical",
            "double", "type: float",
            "fixed", "type: constant");

    private static final Values.Reader<Double> WEIGHT = Values.number("a number of at least 0", x -> x >= 0);

    private ParameterReader() {}

    /** The parameter, or empty with what is wrong noted. */
    public static Optional<Parameter> read(String name, TextNode node, Problems problems) {
        return new Kinds<Parameter>(
                        List.of(
                                new Kinds.Kind<>("float", SpaceSection.FLOAT, fields -> real(name, fields)),
                                new Kinds.Kind<>("int", SpaceSection.INT, fields -> whole(name, fields)),
                                new Kinds.Kind<>(
                                        "categorical", SpaceSection.CATEGORICAL, fields -> choice(name, fields, false)),
                                new Kinds.Kind<>("ordinal", SpaceSection.ORDINAL, fields -> choice(name, fields, true)),
                                new Kinds.Kind<>("constant", SpaceSection.CONSTANT, fields -> constant(name, fields))),
                        false,
                        OTHER_NAMES)
                .read(name, node, problems);
    }

    private static Optional<Parameter> real(String name, Fields fields) {
        Optional<Double> low = fields.require("low", "", Values::number);
        Optional<Double> high = fields.require("high", "", Values::number);
        Optional<Boolean> log = optional(fields, "log", Values::flag, false);
        Optional<Double> step = optional(fields, "step", Values.number("a number above 0", number -> number > 0), 0.0);
        Optional<Optional<Prior>> prior = PriorReader.read(name, fields);
        Optional<Optional<Double>> start = present(fields, "default", Values::number);
        return low.isEmpty() || high.isEmpty() || log.isEmpty() || step.isEmpty() || prior.isEmpty() || start.isEmpty()
                ? Optional.empty()
                : fields.build(() -> new FloatParameter(
                        name, low.get(), high.get(), log.get(), step.get(), prior.get(), start.get()));
    }

    private static Optional<Parameter> whole(String name, Fields fields) {
        Optional<Long> low = fields.require("low", "", ParameterReader::bound);
        Optional<Long> high = fields.require("high", "", ParameterReader::bound);
        Optional<Boolean> log = optional(fields, "log", Values::flag, false);
        Optional<Long> step = optional(fields, "step", Values.whole(), 1L);
        Optional<Optional<Prior>> prior = PriorReader.read(name, fields);
        Optional<Optional<Long>> start = present(fields, "default", Values.whole());
        return low.isEmpty() || high.isEmpty() || log.isEmpty() || step.isEmpty() || prior.isEmpty() || start.isEmpty()
                ? Optional.empty()
                : fields.build(() -> new IntegerParameter(
                        name, low.get(), high.get(), log.get(), step.get(), prior.get(), start.get()));
    }

    private static Long bound(String label, TextNode node) {
        if (node.value() instanceof Double number && number != Math.rint(number)) {
            throw Values.wrong(label, "a whole number", node, "Maybe type: float is meant?");
        }
        return Values.whole().read(label, node);
    }

    private static Optional<Parameter> choice(String name, Fields fields, boolean ordered) {
        Optional<List<Object>> choices =
                fields.require("choices", "Write choices: [16, 32, 64].", (label, node) -> values(name, label, node));
        Optional<List<Double>> weights = ordered ? Optional.of(List.of()) : weights(fields);
        if (choices.isEmpty() || weights.isEmpty()) {
            return Optional.empty();
        }
        Optional<OptionalInt> start = fields.has("default")
                ? fields.problems().collect(() -> OptionalInt.of(start(fields, choices.get())))
                : Optional.of(OptionalInt.empty());
        return start.flatMap(
                index -> fields.build(() -> new ChoiceParameter(name, choices.get(), ordered, weights.get(), index)));
    }

    private static List<Object> values(String name, String label, TextNode node) {
        Set<Object> values = new LinkedHashSet<>();
        for (TextNode item : Values.list(label, node)) {
            Object value = Json.normal(item.json());
            if (!values.add(value)) {
                throw new Invalid(
                        item.place(),
                        "the choices of '" + name + "' must differ, but " + Json.plain(value) + " is there twice.",
                        "");
            }
        }
        return new ArrayList<>(values);
    }

    /** Each weight at fault is told of at its own place. */
    private static Optional<List<Double>> weights(Fields fields) {
        if (!fields.has("weights")) {
            return Optional.of(List.of());
        }
        Optional<List<TextNode>> items = fields.read("weights", Values::list);
        List<Double> weights = new ArrayList<>();
        items.ifPresent(list -> list.forEach(item ->
                fields.problems().collect(() -> WEIGHT.read("a weight", item)).ifPresent(weights::add)));
        return items.filter(list -> list.size() == weights.size()).map(list -> weights);
    }

    /** Here null is a value like others. */
    private static int start(Fields fields, List<Object> choices) {
        TextNode node = fields.raw("default");
        int index = choices.indexOf(Json.normal(node.json()));
        if (index < 0) {
            List<String> texts = choices.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
            String near = Nearest.to(node.written(), texts)
                    .map(text -> "Did you mean " + text + "?")
                    .orElse("");
            throw Values.wrong(fields.label("default"), "one of " + Json.plain(choices), node, near);
        }
        return index;
    }

    /** Here null is a value like others. */
    private static Optional<Parameter> constant(String name, Fields fields) {
        if (fields.has("value")) {
            return fields.problems()
                    .collect(() -> new Constant(name, fields.raw("value").json()));
        }
        fields.missing("value", "");
        return Optional.empty();
    }

    private static <T> Optional<T> optional(Fields fields, String key, Values.Reader<T> reader, T otherwise) {
        return fields.has(key) ? fields.read(key, reader) : Optional.of(otherwise);
    }

    /** As {@link #optional}, of a value without which another one counts. */
    private static <T> Optional<Optional<T>> present(Fields fields, String key, Values.Reader<T> reader) {
        return fields.has(key) ? fields.read(key, reader).map(Optional::of) : Optional.of(Optional.empty());
    }
}
