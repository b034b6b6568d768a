package org.attune.space.formats.configspace;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.text.Fields;
import org.attune.text.Keys;
import org.attune.text.Nearest;
import org.attune.text.Problems;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** One object of a file, whose {@code type} says which keys it has. */
record Item(String type, Fields fields, TextNode node) {

    private record KeysOf(String type, List<String> keys) implements Keys {
        @Override
        public String ofType() {
            return " of " + type;
        }
    }

    /**
     * @param owner what messages call it
     * @param kinds the keys of each type
     */
    static Optional<Item> read(String owner, TextNode node, Map<String, List<String>> kinds, Problems problems) {
        if (!node.isMapping()) {
            problems.add(node.place(), "'" + owner + "' must be an object, but got " + node.shown() + ".", "");
            return Optional.empty();
        }
        TextNode.Entry entry = node.entries().get("type");
        if (entry == null) {
            problems.add(node.place(), "'type' of '" + owner + "' is missing.", types(kinds));
            return Optional.empty();
        }
        Optional<String> type = problems.collect(() -> Values.text("'type' of '" + owner + "'", entry.value()));
        if (type.isPresent() && !kinds.containsKey(type.get())) {
            problems.add(
                    entry.value().place(),
                    "unknown type '" + type.get() + "' of '" + owner + "'" + Nearest.hint(type.get(), kinds.keySet()),
                    types(kinds));
            return Optional.empty();
        }
        return type.flatMap(known -> Fields.of(owner, node, new KeysOf(known, kinds.get(known)), "", problems)
                .map(fields -> new Item(known, fields, node)));
    }

    /** Whether the key is there and not null. */
    boolean has(String key) {
        return fields.has(key) && !fields.raw(key).isEmpty();
    }

    /** The first of some keys that is there and not null; the last if none is. */
    String first(String... keys) {
        for (String key : keys) {
            if (has(key)) {
                return key;
            }
        }
        return keys[keys.length - 1];
    }

    Optional<String> text(String key) {
        return fields.require(key, "", (label, value) -> {
            if (value.value() instanceof String text) {
                return text;
            }
            throw Values.wrong(label, "a text", value, "");
        });
    }

    Optional<Double> number(String key) {
        return fields.require(key, "", Values::number);
    }

    /** {@code false} where it is missing or null. */
    Optional<Boolean> flag(String key) {
        return has(key) ? fields.read(key, Values::flag) : Optional.of(false);
    }

    /** A value, which may be null, as a list of one; empty if it is missing or none that JSON has. */
    Optional<List<Object>> value(String key) {
        if (!fields.has(key)) {
            fields.missing(key, "");
            return Optional.empty();
        }
        return fields.problems()
                .collect(() -> Collections.singletonList(fields.raw(key).json()));
    }

    Optional<List<TextNode>> list(String key) {
        return fields.require(key, "", Values::list);
    }

    private static String types(Map<String, List<String>> kinds) {
        return "Types: " + String.join(", ", kinds.keySet()) + ".";
    }
}
