package org.attune.spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.SpaceFormats;
import org.attune.text.Invalid;
import org.attune.text.Place;
import org.attune.text.Source;
import org.attune.text.TextNode;

/**
 * A space that a study file has in a file of its own: {@code space: {configspace: space.json}}, where the key is the file's form. What the study file itself forbids
 * and derives is added to what the file does.
 *
 * @param form {@link org.attune.space.formats.SpaceFormat#id}
 * @param path as it is written
 */
record SpaceReference(String form, String path, Place place) {

    /** What {@code space} refers to, if it does. */
    static Optional<SpaceReference> of(TextNode study) {
        if (!study.isMapping() || !study.entries().containsKey("space")) {
            return Optional.empty();
        }
        TextNode space = study.entries().get("space").value();
        if (!space.isMapping() || space.entries().size() != 1) {
            return Optional.empty();
        }
        Map.Entry<String, TextNode.Entry> only =
                space.entries().entrySet().iterator().next();
        TextNode value = only.getValue().value();
        return isForm(only.getKey()) && value.value() instanceof String path
                ? Optional.of(new SpaceReference(only.getKey(), path, value.place()))
                : Optional.empty();
    }

    /** Whether an override says where the space is, and not what it is. */
    static boolean isIn(String override) {
        String key = override.substring(0, Math.max(0, override.indexOf('=')));
        return key.equals("space") || key.startsWith("space.") && isForm(key.substring("space.".length()));
    }

    /**
     * @param study the study file, at whose folder the path starts; empty if there is none
     * @throws Invalid if there is no such file
     * @throws org.attune.text.TextException if the file is no space
     */
    SpaceDocument read(Optional<Path> study) {
        if (study.isEmpty()) {
            throw new Invalid(
                    place,
                    "a space can be in a file only if the study is in one, but got " + path + ".",
                    "Read the space first, and give it to the study.");
        }
        Path file = study.get().resolveSibling(path);
        if (!Files.exists(file)) {
            throw new Invalid(
                    place,
                    "no such file: " + path + " in "
                            + study.get().toAbsolutePath().normalize().getParent() + ".",
                    "Paths start at the folder of the study file.");
        }
        return SpaceFile.readAlone(file, form).document();
    }

    /** The study as it would be with the space in its own file. */
    TextNode replacedBy(SpaceDocument document, TextNode study) {
        Map<String, Object> all = new LinkedHashMap<>(document.space().definition());
        if (!document.derived().isEmpty()) {
            all.put("derived", document.derived().definition());
        }
        TextNode definition = TextNode.of(all, new Source.Named(path).whole());
        Map<String, TextNode.Entry> entries = new LinkedHashMap<>(study.entries());
        entries.remove("space");
        definition.entries().forEach((key, entry) -> entries.merge(key, entry, SpaceReference::joined));
        return new TextNode(new TextNode.Mapping(entries), "", study.place());
    }

    /** What the file has, then what the study has; of mappings a key that both have is the study's. */
    private static TextNode.Entry joined(TextNode.Entry ofStudy, TextNode.Entry ofFile) {
        Object value = ofStudy.value().value();
        if (ofStudy.value().isList()) {
            List<TextNode> items = new ArrayList<>(ofFile.value().items());
            items.addAll(ofStudy.value().items());
            value = items;
        } else if (ofStudy.value().isMapping()) {
            Map<String, TextNode.Entry> entries =
                    new LinkedHashMap<>(ofFile.value().entries());
            entries.putAll(ofStudy.value().entries());
            value = new TextNode.Mapping(entries);
        }
        TextNode both =
                new TextNode(value, ofStudy.value().written(), ofStudy.value().place());
        return new TextNode.Entry(ofStudy.key(), both);
    }

    private static boolean isForm(String key) {
        return SpaceFormats.find(key).isPresent();
    }
}
