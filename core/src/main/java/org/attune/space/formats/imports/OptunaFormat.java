package org.attune.space.formats.imports;

import java.util.Optional;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.SpaceFormat;
import org.attune.text.Source;
import org.attune.text.TextNode;

/**
 * Optuna's distributions: a JSON object of names, each with what {@code optuna.distributions.distribution_to_json} gives for it, as an object or as the text that
 * it is. Read only.
 */
public final class OptunaFormat implements SpaceFormat {

    @Override
    public String id() {
        return "optuna";
    }

    @Override
    public String title() {
        return "distributions of Optuna (JSON)";
    }

    @Override
    public boolean recognises(String text) {
        return text.contains("Distribution")
                && Trees.isJson(
                        text, entries -> entries.values().stream().anyMatch(entry -> isDistribution(entry.value())));
    }

    @Override
    public SpaceDocument read(String text, String sourceName) {
        return new OptunaReader().read(Trees.json(text, new Source.File(sourceName, text)));
    }

    @Override
    public boolean isWritable() {
        return false;
    }

    @Override
    public String write(SpaceDocument document) {
        throw new UnsupportedOperationException("distributions of Optuna are read only.");
    }

    private static boolean isDistribution(TextNode node) {
        Optional<TextNode> tree = OptunaReader.distribution(node);
        return tree.isPresent()
                && tree.get().entries().containsKey("attributes")
                && tree.get().entries().containsKey("name");
    }
}
