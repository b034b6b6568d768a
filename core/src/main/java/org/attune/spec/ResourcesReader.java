package org.attune.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.attune.text.Fields;
import org.attune.text.Invalid;
import org.attune.text.Problems;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** Reads what each trial gets. */
final class ResourcesReader {
    private static final String NAME = "[A-Za-z][A-Za-z0-9._-]*";
    private static final Set<String> GENERAL = Set.of("cpu", "gpu", "memory");

    private ResourcesReader() {}

    static Optional<Resources> read(TextNode node, Problems problems) {
        return Fields.of("resources", node, Section.RESOURCES, "resources: {cpu: 2}", problems)
                .map(ResourcesReader::read);
    }

    private static Resources read(Fields fields) {
        Resources standard = Resources.oneCpu();
        return new Resources(
                fields.read("cpu", Values.number("a number above 0", x -> x > 0))
                        .orElse(standard.cpu()),
                fields.read(
                                "gpu",
                                Values.number(
                                        "a whole number, or a part of one device below 1",
                                        x -> x >= 0 && (x < 1 || x == Math.rint(x))))
                        .orElse(standard.gpu()),
                fields.read("memory", Quantities::bytes).map(OptionalLong::of).orElse(standard.memory()),
                fields.count("nodes", 1).orElse(standard.nodes()),
                fields.read("labels", ResourcesReader::labels).orElse(standard.labels()),
                fields.read("spread", Values::flag).orElse(standard.spread()),
                fields.read("custom", ResourcesReader::custom).orElse(standard.custom()),
                fields.read("pin", Values::flag),
                fields.read("threads", Values::flag).orElse(standard.threads()));
    }

    private static Map<String, String> labels(String label, TextNode node) {
        String example = "Write labels: {zone: a}.";
        if (!node.isMapping()) {
            throw Values.wrong(label, "a mapping of names to values", node, example);
        }
        Map<String, String> labels = new LinkedHashMap<>();
        node.entries().forEach((name, entry) -> {
            name(label, name, entry);
            if (!entry.value().isScalar() || entry.value().written().isBlank()) {
                throw Values.wrong("'" + name + "' of " + label, "a text", entry.value(), example);
            }
            labels.put(name, entry.value().written());
        });
        return labels;
    }

    private static Map<String, Double> custom(String label, TextNode node) {
        if (!node.isMapping()) {
            throw Values.wrong(label, "a mapping of names to amounts", node, "Write custom: {licence: 1}.");
        }
        Map<String, Double> custom = new LinkedHashMap<>();
        node.entries().forEach((name, entry) -> {
            name(label, name, entry);
            if (GENERAL.contains(name)) {
                throw new Invalid(
                        entry.key(),
                        "'" + name + "' is no name for a resource of " + label + ".",
                        "Write it one level up: resources: {" + name + ": "
                                + entry.value().shown() + "}.");
            }
            custom.put(
                    name,
                    Values.number("a number above 0", x -> x > 0).read("'" + name + "' of " + label, entry.value()));
        });
        return custom;
    }

    private static void name(String label, String name, TextNode.Entry entry) {
        if (!name.matches(NAME)) {
            throw new Invalid(
                    entry.key(),
                    "a name in " + label
                            + " must be of letters, digits, '.', '_' and '-' and begin with a letter, but got '" + name
                            + "'.",
                    "");
        }
    }
}
