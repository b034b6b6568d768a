package org.attune.space.formats.yaml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.attune.space.SearchSpace;
import org.attune.space.derived.DerivedValues;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.SpaceFormat;
import org.attune.text.Invalid;
import org.attune.text.Nearest;
import org.attune.text.Place;
import org.attune.text.Problems;
import org.attune.text.Source;
import org.attune.text.TextNode;
import org.attune.text.YamlText;
import org.attune.text.YamlTree;

/**
 * Our own form: {@code space}, {@code forbidden} and {@code derived} as study files have them, and a {@code name}. A study file itself is read as one too; what else it has is no
 * matter of its space.
 */
public final class YamlFormat implements SpaceFormat {
    private static final Pattern SPACE = Pattern.compile("(?m)^[\"']?space[\"']?\\s*:");
    private static final List<String> KEYS = List.of("name", "space", "forbidden", "derived");
    private static final List<String> OF_STUDIES = List.of("study", "objective", "trainable");

    @Override
    public String id() {
        return "yaml";
    }

    @Override
    public String title() {
        return "Attune's own YAML";
    }

    @Override
    public boolean recognises(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return SPACE.matcher(text).find();
        } else if (!text.contains("space")) {
            return false;
        }
        try {
            TextNode root = YamlTree.parse(text, new Source.Named("text"));
            return root.isMapping() && root.entries().containsKey("space");
        } catch (Invalid e) {
            return false;
        }
    }

    @Override
    public SpaceDocument read(String text, String sourceName) {
        Problems problems = new Problems();
        Source source = new Source.File(sourceName, text);
        Optional<SpaceDocument> document =
                problems.collect(() -> YamlTree.parse(text, source)).flatMap(root -> read(root, problems));
        problems.throwIfAny();
        return document.orElseThrow();
    }

    /** The space of a text that is a tree already; empty with what is wrong noted. */
    public static Optional<SpaceDocument> read(TextNode root, Problems problems) {
        if (!root.isMapping() || !root.entries().containsKey("space")) {
            Place start = new Place(root.place().source(), 1, 1);
            problems.add(
                    root.isMapping() ? root.place() : start,
                    "'space' is missing.",
                    "Write space: {lr: {type: float, low: 1e-4, high: 1e-1, log: true}}.");
            return Optional.empty();
        }
        Map<String, TextNode.Entry> entries = root.entries();
        boolean ofStudy = OF_STUDIES.stream().anyMatch(entries::containsKey);
        entries.forEach((key, entry) -> {
            if (!ofStudy && !KEYS.contains(key)) {
                problems.add(
                        entry.key(),
                        "unknown key '" + key + "'" + Nearest.hint(key, KEYS),
                        "Known keys: " + String.join(", ", KEYS) + ".");
            }
        });
        Optional<SearchSpace> space = SpaceReader.read(
                entries.get("space").value(),
                Optional.ofNullable(entries.get("forbidden")).map(TextNode.Entry::value),
                problems);
        Optional<DerivedValues> derived = entries.containsKey("derived")
                ? space.flatMap(
                        known -> DerivedReader.tried(entries.get("derived").value(), known, problems))
                : Optional.of(DerivedValues.none());
        Optional<String> name = Optional.ofNullable(entries.get(ofStudy ? "study" : "name"))
                .map(entry -> entry.value().written());
        return space.flatMap(known -> derived.map(values -> new SpaceDocument(known, values, name, List.of())));
    }

    @Override
    public boolean saysDerived() {
        return true;
    }

    @Override
    public String write(SpaceDocument document) {
        String name = document.name()
                .map(text -> "name: " + YamlText.text(text) + "\n")
                .orElse("");
        return name + SpaceWriter.write(document.space()) + SpaceWriter.write(document.derived());
    }
}
