package org.attune.space.formats.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.space.Parameter;
import org.attune.space.formats.SpaceDocument;
import org.attune.text.Fields;
import org.attune.text.Nearest;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** Reads a sweep: its parameters, groups of them too; all else is told. */
final class WandbReader {
    private static final String EXAMPLE = "{min: 0.0, max: 1.0}";

    /** Keys of a sweep, and what says the same in a study file. */
    private static final Map<String, String> KEYS = new LinkedHashMap<>();

    static {
        KEYS.put("method", "sampler");
        KEYS.put("metric", "objective");
        KEYS.put("metrics", "objective");
        KEYS.put("early_terminate", "scheduler");
        KEYS.put("run_cap", "trials");
        KEYS.put("program", "trainable");
        KEYS.put("command", "trainable");
        KEYS.put("job", "trainable");
        KEYS.put("image_uri", "trainable");
        List.of(
                        "parameters",
                        "name",
                        "description",
                        "project",
                        "entity",
                        "controller",
                        "scheduler",
                        "apiVersion",
                        "kind")
                .forEach(key -> KEYS.put(key, ""));
    }

    private final Imported imported = new Imported();

    SpaceDocument read(TextNode root) {
        Optional<Fields> sweep = Fields.of(
                "sweep",
                root,
                Trees.keys("", List.copyOf(KEYS.keySet())),
                "{parameters: {lr: " + EXAMPLE + "}}",
                imported.problems());
        sweep.flatMap(fields -> fields.require("parameters", "Write parameters: {lr: " + EXAMPLE + "}."))
                .ifPresent(parameters -> group("", parameters));
        sweep.ifPresent(fields -> root.entries().keySet().forEach(key -> note(fields, key)));
        Optional<String> name = sweep.flatMap(fields -> fields.read("name", Values::text));
        return imported.document(name, root.place());
    }

    private void note(Fields fields, String key) {
        if (!key.equals("parameters") && !key.equals("name")) {
            String place = KEYS.getOrDefault(key, "");
            imported.note("'" + key + ": " + fields.raw(key).shown() + "' is no part of a space"
                    + (place.isEmpty() ? "." : "; a study file says it under '" + place + "'."));
        }
    }

    private void group(String prefix, TextNode node) {
        if (!node.isMapping()) {
            imported.problems()
                    .add(node.place(), "'parameters' must be a mapping of names, but got " + node.shown() + ".", "");
            return;
        }
        node.entries().forEach((key, entry) -> {
            TextNode value = entry.value();
            if (Trees.onlyKey(value).equals(Optional.of("parameters"))) {
                group(prefix + key + ".", value.entries().get("parameters").value());
            } else {
                imported.add(prefix + key, entry.key(), () -> parameter(prefix + key, value));
            }
        });
    }

    private Optional<Parameter> parameter(String name, TextNode node) {
        WandbDistribution distribution = distribution(name, node);
        return Fields.of(name, node, distribution.keys(), EXAMPLE, imported.problems())
                .flatMap(fields -> distribution.read(name, fields));
    }

    /** Without one, the keys tell which it is. */
    private static WandbDistribution distribution(String name, TextNode node) {
        if (!node.isMapping()) {
            throw Values.wrong(
                    "'" + name + "'",
                    "a mapping",
                    node,
                    "For a fixed value write " + name + ": {value: " + node.shown() + "}.");
        }
        Map<String, TextNode.Entry> entries = node.entries();
        if (entries.containsKey("distribution")) {
            TextNode given = entries.get("distribution").value();
            String text = Values.text("'distribution' of '" + name + "'", given);
            return WandbDistribution.find(text)
                    .orElseThrow(() -> Values.wrong(
                            "'distribution' of '" + name + "'",
                            "one that W&B has",
                            given,
                            Nearest.to(text, WandbDistribution.names())
                                    .map(near -> "Did you mean '" + near + "'?")
                                    .orElse("Distributions: " + String.join(", ", WandbDistribution.names()) + ".")));
        } else if (entries.containsKey("value")) {
            return WandbDistribution.CONSTANT;
        } else if (entries.containsKey("values")) {
            return WandbDistribution.CATEGORICAL;
        }
        return isWhole(entries.get("min")) && isWhole(entries.get("max"))
                ? WandbDistribution.INT_UNIFORM
                : WandbDistribution.UNIFORM;
    }

    private static boolean isWhole(TextNode.Entry entry) {
        return entry != null && entry.value().value() instanceof Long;
    }
}
