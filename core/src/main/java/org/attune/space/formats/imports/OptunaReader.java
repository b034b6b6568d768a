package org.attune.space.formats.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.ChoiceParameter;
import org.attune.space.Parameter;
import org.attune.space.formats.SpaceDocument;
import org.attune.text.Fields;
import org.attune.text.Invalid;
import org.attune.text.Json;
import org.attune.text.Keys;
import org.attune.text.Nearest;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** Makes parameters of distributions, those of Optuna before 3.0 too. */
final class OptunaReader {
    private static final String EXAMPLE =
            "{\"name\": \"FloatDistribution\", \"attributes\": {\"low\": 0.0, \"high\": 1.0, \"log\": false, \"step\": null}}";

    private static final Map<String, List<String>> ATTRIBUTES = new LinkedHashMap<>();

    static {
        ATTRIBUTES.put("FloatDistribution", List.of("low", "high", "log", "step"));
        ATTRIBUTES.put("IntDistribution", List.of("low", "high", "log", "step"));
        ATTRIBUTES.put("CategoricalDistribution", List.of("choices"));
        ATTRIBUTES.put("UniformDistribution", List.of("low", "high"));
        ATTRIBUTES.put("LogUniformDistribution", List.of("low", "high"));
        ATTRIBUTES.put("DiscreteUniformDistribution", List.of("low", "high", "q"));
        ATTRIBUTES.put("IntUniformDistribution", List.of("low", "high", "step"));
        ATTRIBUTES.put("IntLogUniformDistribution", List.of("low", "high", "step"));
    }

    /** The short form that Optuna reads too. */
    private static final Map<String, String> TYPES =
            Map.of("float", "FloatDistribution", "int", "IntDistribution", "categorical", "CategoricalDistribution");

    private final Imported imported = new Imported();

    SpaceDocument read(TextNode root) {
        if (!root.isMapping()) {
            imported.problems()
                    .add(
                            root.place(),
                            "distributions must be a JSON object of names, but got " + root.shown() + ".",
                            "");
        } else {
            root.entries()
                    .forEach((name, entry) -> imported.add(name, entry.key(), () -> parameter(name, entry.value())));
        }
        return imported.document(Optional.empty(), root.place());
    }

    /** The object, of whichever form it is. */
    static Optional<TextNode> distribution(TextNode node) {
        if (node.value() instanceof String text) {
            try {
                TextNode inner = TextNode.of(Json.parse(text), node.place());
                return Optional.of(inner).filter(TextNode::isMapping);
            } catch (RuntimeException e) {
                return Optional.empty();
            }
        }
        return Optional.of(node).filter(TextNode::isMapping);
    }

    private Optional<Parameter> parameter(String name, TextNode node) {
        TextNode tree = distribution(node)
                .orElseThrow(() -> new Invalid(
                        node.place(),
                        "'" + name + "' must be a distribution, but got " + node.shown() + ".",
                        "Write " + EXAMPLE + "."));
        if (tree.entries().containsKey("name")) {
            Keys keys = Trees.keys("", List.of("name", "attributes"));
            Optional<Fields> fields = Fields.of(name, tree, keys, "", imported.problems());
            Optional<TextNode> attributes =
                    fields.flatMap(each -> each.require("attributes", "Write " + EXAMPLE + "."));
            return fields.flatMap(each -> each.require("name", "", Values::text))
                    .map(type -> known(type, tree.entries().get("name").value()))
                    .flatMap(type -> attributes.flatMap(each -> Fields.of(
                                    name, each, Trees.keys(type, ATTRIBUTES.get(type)), EXAMPLE, imported.problems())
                            .flatMap(inner -> parameter(name, type, inner))));
        }
        Fields fields = Fields.of(
                        name,
                        tree,
                        Trees.keys("", List.of("type", "low", "high", "log", "step", "choices")),
                        EXAMPLE,
                        imported.problems())
                .orElseThrow();
        return fields.require("type", "Types: float, int, categorical.", Values::text)
                .flatMap(type -> {
                    if (!TYPES.containsKey(type)) {
                        throw new Invalid(
                                fields.placeOf("type"),
                                "unknown type '" + type + "' of '" + name + "'" + Nearest.hint(type, TYPES.keySet()),
                                "Types: float, int, categorical.");
                    }
                    return parameter(name, TYPES.get(type), fields);
                });
    }

    private static String known(String type, TextNode node) {
        if (!ATTRIBUTES.containsKey(type)) {
            throw new Invalid(
                    node.place(),
                    "unknown distribution '" + type + "'" + Nearest.hint(type, ATTRIBUTES.keySet()),
                    "Distributions: " + String.join(", ", ATTRIBUTES.keySet()) + ".");
        }
        return type;
    }

    private Optional<Parameter> parameter(String name, String type, Fields fields) {
        if (type.equals("CategoricalDistribution")) {
            return fields.require("choices", "", Values::list)
                    .flatMap(choices -> Trees.build(
                            fields,
                            () -> new ChoiceParameter(
                                    name,
                                    choices.stream()
                                            .map(TextNode::json)
                                            .collect(ArrayList::new, List::add, List::addAll),
                                    false,
                                    List.of(),
                                    OptionalInt.empty())));
        }
        boolean log = type.contains("LogUniform")
                || given(fields, "log", Values::flag).orElse(false);
        String stepKey = type.startsWith("Discrete") ? "q" : "step";
        return type.startsWith("Int") ? whole(name, fields, log) : real(name, fields, log, stepKey);
    }

    private Optional<Parameter> real(String name, Fields fields, boolean log, String stepKey) {
        Optional<Double> low = fields.require("low", "", Values::number);
        Optional<Double> high = fields.require("high", "", Values::number);
        Optional<Double> step = given(fields, stepKey, Values.number("a number above 0", each -> each > 0));
        if (low.isEmpty() || high.isEmpty()) {
            return Optional.empty();
        } else if (step.isPresent() && log) {
            throw stepWithLog(name, fields, stepKey);
        }
        // Optuna lowers a bound that no step reaches, so that a range shorter than a step has one value.
        boolean single = step.isPresent() && high.get() > low.get() && step.get() > high.get() - low.get();
        return Trees.build(
                fields,
                () -> Ranges.real(
                        name, low.get(), single ? low.get() : high.get(), log, step.orElse(0.0), Optional.empty()));
    }

    private Optional<Parameter> whole(String name, Fields fields, boolean log) {
        Optional<Long> low = fields.require("low", "", Values.whole());
        Optional<Long> high = fields.require("high", "", Values.whole());
        long step = given(fields, "step", Values.whole()).orElse(1L);
        if (low.isEmpty() || high.isEmpty()) {
            return Optional.empty();
        } else if (step != 1 && log) {
            throw stepWithLog(name, fields, "step");
        }
        boolean single = high.get() > low.get() && step > (double) high.get() - low.get();
        return Trees.build(
                fields,
                () -> Ranges.whole(name, low.get(), single ? low.get() : high.get(), log, step, Optional.empty()));
    }

    private static Invalid stepWithLog(String name, Fields fields, String key) {
        return new Invalid(
                fields.placeOf(key),
                "'" + name + "' must have a step or a logarithmic scale, but has both.",
                "Optuna allows one of the two.");
    }

    /** {@code null} is nothing here. */
    private static <T> Optional<T> given(Fields fields, String key, Values.Reader<T> reader) {
        return fields.has(key) && fields.raw(key).isEmpty() ? Optional.empty() : fields.read(key, reader);
    }
}
