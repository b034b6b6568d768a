package org.attune.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a mapping whose {@code type} says which keys it has.
 *
 * @param kinds a new sampler or scheduler is one more element here
 * @param shortForm whether the bare type stands for a mapping with nothing else
 * @param otherNames what a type is called elsewhere, and how to write it here
 */
public record Kinds<T>(List<Kind<T>> kinds, boolean shortForm, Map<String, String> otherNames) {

    public record Kind<T>(String type, Keys keys, Function<Fields, Optional<T>> reader) {}

    public Optional<T> read(String name, TextNode node, Problems problems) {
        if (shortForm && node.value() instanceof String type) {
            return find(name, type, node.place(), problems).flatMap(kind -> read(kind, name, expand(node), problems));
        } else if (!node.isMapping()) {
            problems.add(
                    node.place(),
                    "'" + name + "' must be a mapping with a type" + (shortForm ? ", or a type" : "") + ", but got "
                            + node.shown() + ".",
                    remedy(name, node));
            return Optional.empty();
        }
        TextNode.Entry type = node.entries().get("type");
        if (type == null) {
            problems.add(node.place(), "'type' of '" + name + "' is missing.", "Types: " + types() + ".");
            return Optional.empty();
        }
        return problems.collect(() -> Values.text("'type' of '" + name + "'", type.value()))
                .flatMap(text -> find(name, text, type.value().place(), problems))
                .flatMap(kind -> read(kind, name, node, problems));
    }

    private Optional<T> read(Kind<T> kind, String name, TextNode node, Problems problems) {
        return Fields.of(name, node, kind.keys(), "", problems).flatMap(kind.reader());
    }

    private Optional<Kind<T>> find(String name, String type, Place place, Problems problems) {
        Optional<Kind<T>> found =
                kinds.stream().filter(kind -> kind.type().equals(type)).findFirst();
        if (found.isEmpty()) {
            String other = otherNames.get(type);
            List<String> types = kinds.stream().map(Kind::type).toList();
            problems.add(
                    place,
                    "unknown type '" + type + "' of '" + name + "'"
                            + (other == null ? Nearest.hint(type, types) : "; here it is " + other + "."),
                    "Types: " + types() + ".");
        }
        return found;
    }

    private String types() {
        return String.join(", ", kinds.stream().map(Kind::type).toList());
    }

    private String remedy(String name, TextNode node) {
        if (shortForm) {
            return "Types: " + types() + ".";
        } else if (node.isList()) {
            return "For a choice write " + name + ": {type: categorical, choices: " + node.shown() + "}.";
        }
        return "For a fixed value write " + name + ": {type: constant, value: " + node.shown() + "}.";
    }

    private static TextNode expand(TextNode type) {
        Map<String, TextNode.Entry> entries = new LinkedHashMap<>();
        entries.put("type", new TextNode.Entry(type.place(), type));
        return new TextNode(new TextNode.Mapping(entries), "", type.place());
    }
}
