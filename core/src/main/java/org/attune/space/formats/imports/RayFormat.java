package org.attune.space.formats.imports;

import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.SpaceFormat;
import org.attune.text.Source;

/**
 * A {@code param_space} of Ray Tune as JSON, as {@code attune_spaces.write_ray_space} of the Python client writes it: {@code {"param_space": {...}}}, in which each domain is an
 * object with its function as the one key and the function's arguments by name, {@code {"tune.loguniform": {"lower": 0.0001, "upper": 0.1}}}. Read only.
 */
public final class RayFormat implements SpaceFormat {

    @Override
    public String id() {
        return "ray";
    }

    @Override
    public String title() {
        return "param_space of Ray Tune (JSON)";
    }

    @Override
    public boolean recognises(String text) {
        return text.contains("\"param_space\"") && Trees.isJson(text, entries -> entries.containsKey("param_space"));
    }

    @Override
    public SpaceDocument read(String text, String sourceName) {
        return new RayReader().read(Trees.json(text, new Source.File(sourceName, text)));
    }

    @Override
    public boolean isWritable() {
        return false;
    }

    @Override
    public String write(SpaceDocument document) {
        throw new UnsupportedOperationException("spaces of Ray Tune are read only.");
    }
}
