package org.attune.space.formats.imports;

import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.SpaceFormat;
import org.attune.text.Source;

/** The configuration of a W&B sweep, in YAML or JSON. Read only; what is no part of a space becomes notes. */
public final class WandbFormat implements SpaceFormat {

    @Override
    public String id() {
        return "wandb";
    }

    @Override
    public String title() {
        return "sweep of W&B (YAML)";
    }

    @Override
    public boolean recognises(String text) {
        return text.contains("parameters")
                && Trees.isYaml(
                        text,
                        entries -> entries.containsKey("parameters")
                                && entries.get("parameters").value().isMapping()
                                && !entries.containsKey("space"));
    }

    @Override
    public SpaceDocument read(String text, String sourceName) {
        return new WandbReader().read(Trees.yaml(text, new Source.File(sourceName, text)));
    }

    @Override
    public boolean isWritable() {
        return false;
    }

    @Override
    public String write(SpaceDocument document) {
        throw new UnsupportedOperationException("sweeps of W&B are read only.");
    }
}
