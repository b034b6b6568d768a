package org.attune.space.formats.configspace;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.SpaceFormat;

/**
 * ConfigSpace's JSON. Each reads every version's files; they differ in what they write.
 *
 * @param id {@code "configspace-0.7"}, or {@code "configspace"} for the newest
 */
public record ConfigSpaceFormat(String id, Dialect dialect) implements SpaceFormat {

    /** The newest under its short name, then all, the newest first. */
    public static List<SpaceFormat> all() {
        List<Dialect> dialects = Arrays.asList(Dialect.values());
        Dialect newest = dialects.get(dialects.size() - 1);
        return Stream.concat(
                        Stream.of(new ConfigSpaceFormat("configspace", newest)),
                        Stream.iterate(dialects.size() - 1, i -> i >= 0, i -> i - 1)
                                .map(dialects::get)
                                .map(dialect -> new ConfigSpaceFormat("configspace-" + dialect.version(), dialect)))
                .map(SpaceFormat.class::cast)
                .toList();
    }

    @Override
    public String title() {
        return ConfigSpaceWriter.title(dialect);
    }

    @Override
    public boolean recognises(String text) {
        return text.stripLeading().startsWith("{") && text.contains("\"hyperparameters\"");
    }

    @Override
    public SpaceDocument read(String text, String sourceName) {
        return ConfigSpaceReader.read(text, sourceName);
    }

    @Override
    public String write(SpaceDocument document) {
        return ConfigSpaceWriter.write(document, dialect);
    }
}
