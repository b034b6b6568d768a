package org.attune.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.space.ChoiceParameter;
import org.attune.space.Constant;
import org.attune.space.FloatParameter;
import org.attune.space.IllegalValueException;
import org.attune.space.IntegerParameter;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.space.SpaceBuilder;
import org.attune.text.Fields;
import org.attune.text.Kinds;
import org.attune.text.Problems;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** Reads {@code space}. */
final class SpaceReader {
    private static final Map<String, String> OTHER_NAMES = Map.of(
            "uniform", "type: float",
            "loguniform", "type: float with log: true",
            "quniform", "type: float with a step",
            "randint", "type: int (high is included)",
            "lograndint", "type: int with log: true",
            "choice", "type: categorical",
            "double", "type: float",
            "fixed", "type: constant");

    private SpaceReader() {}

    static Optional<SearchSpace> read(TextNode node, Problems problems) {
        if (!node.isMapping() || node.entries().isEmpty()) {
            problems.add(
                    node.place(),
                    "'space' must be a mapping with at least one parameter, but got " + node.shown() + ".",
                    "Write space: {lr: {type: float, low: 1e-4, high: 1e-1, log: true}}.");
            return Optional.empty();
        }
        SpaceBuilder builder = SearchSpace.builder();
        boolean complete = true;
        for (Map.Entry<String, TextNode.Entry> entry : node.entries().entrySet()) {
            if (entry.getKey().isBlank()) {
                problems.add(entry.getValue().key(), "a parameter must have a name, but got a blank one.", "");
                complete = false;
                continue;
            }
            Optional<Parameter> parameter =
                    parameter(entry.getKey(), entry.getValue().value(), problems);
            parameter.ifPresent(builder::add);
            complete &= parameter.isPresent();
            parameter.ifPresent(known -> before(known, entry.getValue().value(), builder, problems));
        }
        return complete ? Optional.of(builder.build()) : Optional.empty();
    }

    private static void before(Parameter parameter, TextNode node, SpaceBuilder builder, Problems problems) {
        if (node.entries().containsKey("before")) {
            TextNode value = node.entries().get("before").value();
            try {
                builder.before(parameter.name(), parameter.check(value.json()));
            } catch (IllegalValueException e) {
                problems.add(value.place(), "'before' of " + e.getMessage(), "");
            }
        }
    }

    static Optional<Parameter> parameter(String name, TextNode node, Problems problems) {
        return new Kinds<Parameter>(
                        List.of(
                                new Kinds.Kind<>("float", Section.FLOAT, fields -> real(name, fields)),
                                new Kinds.Kind<>("int", Section.INT, fields -> whole(name, fields)),
                                new Kinds.Kind<>(
                                        "categorical", Section.CATEGORICAL, fields -> choice(name, fields, false)),
                                new Kinds.Kind<>("ordinal", Section.ORDINAL, fields -> choice(name, fields, true)),
                                new Kinds.Kind<>("constant", Section.CONSTANT, fields -> constant(name, fields))),
                        false,
                        OTHER_NAMES)
                .read(name, node, problems);
    }

    private static Optional<Parameter> real(String name, Fields fields) {
        Optional<Double> low = fields.require("low", "", Values::number);
        Optional<Double> high = fields.require("high", "", Values::number);
        Optional<Boolean> log = fields.has("log") ? fields.read("log", Values::flag) : Optional.of(false);
        Optional<Double> step = fields.has("step")
                ? fields.read("step", Values.number("a number above 0", number -> number > 0))
                : Optional.of(0.0);
        return low.isEmpty() || high.isEmpty() || log.isEmpty() || step.isEmpty()
                ? Optional.empty()
                : fields.build(() -> new FloatParameter(name, low.get(), high.get(), log.get(), step.get()));
    }

    private static Optional<Parameter> whole(String name, Fields fields) {
        Optional<Long> low = fields.require("low", "", SpaceReader::bound);
        Optional<Long> high = fields.require("high", "", SpaceReader::bound);
        Optional<Boolean> log = fields.has("log") ? fields.read("log", Values::flag) : Optional.of(false);
        Optional<Long> step = fields.has("step") ? fields.read("step", Values.whole()) : Optional.of(1L);
        return low.isEmpty() || high.isEmpty() || log.isEmpty() || step.isEmpty()
                ? Optional.empty()
                : fields.build(() -> new IntegerParameter(name, low.get(), high.get(), log.get(), step.get()));
    }

    private static Long bound(String label, TextNode node) {
        if (node.value() instanceof Double number && number != Math.rint(number)) {
            throw Values.wrong(label, "a whole number", node, "Maybe type: float is meant?");
        }
        return Values.whole().read(label, node);
    }

    private static Optional<Parameter> choice(String name, Fields fields, boolean ordered) {
        return fields.require(
                        "choices",
                        "Write choices: [16, 32, 64].",
                        (label, node) -> Values.list(label, node).stream()
                                .map(TextNode::json)
                                .toList())
                .flatMap(choices -> fields.build(() -> new ChoiceParameter(name, choices, ordered)));
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
}
