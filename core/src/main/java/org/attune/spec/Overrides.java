package org.attune.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.text.Invalid;
import org.attune.text.Nearest;
import org.attune.text.Place;
import org.attune.text.Problems;
import org.attune.text.Source;
import org.attune.text.TextNode;
import org.attune.text.YamlTree;

/** Changes to a study file from the command line: {@code scheduler.eta=4}. An empty value removes the key. */
final class Overrides {
    private Overrides() {}

    static TextNode apply(TextNode root, List<String> overrides, Problems problems) {
        TextNode result = root;
        for (String override : overrides) {
            TextNode before = result;
            result = problems.collect(() -> apply(before, override)).orElse(before);
        }
        return result;
    }

    private static TextNode apply(TextNode root, String override) {
        Source source = new Source.Named("--set " + override);
        int equals = override.indexOf('=');
        if (equals < 1) {
            throw new Invalid(source.whole(), "an override must be KEY=VALUE, but got " + override + ".", "");
        }
        TextNode value = YamlTree.parse(override.substring(equals + 1), source);
        return set(root, override.substring(0, equals), value, "");
    }

    private static TextNode set(TextNode node, String path, TextNode value, String owner) {
        if (node.isList()) {
            return setItem(node, path, value, owner);
        }
        Map<String, TextNode.Entry> entries = entries(node, value, owner);
        String key = firstKey(path, entries);
        Place place = value.place();
        if (key.length() < path.length()) {
            requireParameter(owner, key, entries, place);
            TextNode inner = entries.containsKey(key)
                    ? entries.get(key).value()
                    : new TextNode(new TextNode.Mapping(Map.of()), "", place);
            TextNode changed = set(inner, path.substring(key.length() + 1), value, key);
            Place keyPlace = entries.containsKey(key) ? entries.get(key).key() : place;
            entries.put(key, new TextNode.Entry(keyPlace, changed));
        } else if (value.isEmpty()) {
            entries.remove(key);
        } else {
            entries.put(key, new TextNode.Entry(place, value));
        }
        return new TextNode(new TextNode.Mapping(entries), "", node.place());
    }

    private static TextNode setItem(TextNode node, String path, TextNode value, String owner) {
        List<TextNode> items = new ArrayList<>(node.items());
        String index = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
        if (!index.matches("\\d{1,6}") || Integer.parseInt(index) >= items.size()) {
            throw new Invalid(
                    value.place(),
                    "'" + owner + "' is a list, so a number from 0 to " + (items.size() - 1)
                            + " must follow it, but got " + index + ".",
                    "");
        }
        int i = Integer.parseInt(index);
        items.set(
                i,
                index.length() == path.length()
                        ? value
                        : set(items.get(i), path.substring(index.length() + 1), value, owner + "." + index));
        return new TextNode(items, "", node.place());
    }

    /** A copy of the entries; the short form of a sampler or scheduler becomes a mapping. */
    private static Map<String, TextNode.Entry> entries(TextNode node, TextNode value, String owner) {
        if (node.isMapping()) {
            return new LinkedHashMap<>(node.entries());
        }
        Map<String, TextNode.Entry> entries = new LinkedHashMap<>();
        if (node.value() instanceof String && (owner.equals("sampler") || owner.equals("scheduler"))) {
            entries.put("type", new TextNode.Entry(node.place(), node));
        } else if (!node.isEmpty()) {
            throw new Invalid(value.place(), "'" + owner + "' is " + node.shown() + ", which has no keys to set.", "");
        }
        return entries;
    }

    /** Names of parameters may have dots, so the longest key that is there wins. */
    private static String firstKey(String path, Map<String, TextNode.Entry> entries) {
        String first = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
        return entries.keySet().stream()
                .filter(key -> path.equals(key) || path.startsWith(key + "."))
                .reduce(first, (best, key) -> key.length() > best.length() ? key : best);
    }

    private static void requireParameter(String owner, String key, Map<String, TextNode.Entry> entries, Place place) {
        if (owner.equals("space") && !entries.containsKey(key)) {
            throw new Invalid(
                    place,
                    "the space has no '" + key + "'" + Nearest.hint(key, entries.keySet()),
                    "Parameters: " + String.join(", ", entries.keySet()) + ".");
        }
    }
}
