package org.attune.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.SpaceFormat;
import org.attune.space.formats.SpaceFormats;
import org.attune.space.formats.yaml.YamlFormat;
import org.attune.text.Nearest;
import org.attune.text.Problems;
import org.attune.text.Source;
import org.attune.text.TextError;
import org.attune.text.TextException;
import org.attune.text.TextFile;
import org.attune.text.TextNode;
import org.attune.text.YamlTree;

/**
 * A search space from a file of any form.
 *
 * @param format the form that the file has
 */
public record SpaceFile(SpaceFormat format, SpaceDocument document) {
    private static final String YAML = "yaml";

    /** What messages call such a file. */
    public static final String KIND = "the file of a search space";

    /** The form of which a text is taken to be that shows no form at all, so that its mistakes are told. */
    private static final Map<String, String> BY_ENDING =
            Map.of("json", "configspace", "pcs", "pcs", "yaml", YAML, "yml", YAML);

    /**
     * @param form {@link SpaceFormat#id} of the form that it has; found out from the text if absent
     * @throws TextException if anything is wrong, with all of it
     * @throws java.io.UncheckedIOException if the file is there but cannot be read
     */
    public static SpaceFile read(Path file, Optional<String> form) {
        String text = TextFile.read(file, KIND);
        Optional<String> known = form.or(() -> SpaceFormats.recognise(text).map(SpaceFormat::id));
        return study(text, file, known).orElseGet(() -> read(text, file.toString(), known));
    }

    /** The form that the file has, with the version of its tool if the file says it. */
    public String form() {
        return format.id()
                + document.version().map(version -> ", version " + version).orElse("");
    }

    /** As {@link #read(Path, Optional)}, but a study file's space must not be in a file of its own. */
    static SpaceFile readAlone(Path file, String form) {
        return read(TextFile.read(file, KIND), file.toString(), Optional.of(form));
    }

    /**
     * @param sourceName what errors call the text; its ending is a hint of the form
     * @param form as above
     * @throws TextException as above
     */
    public static SpaceFile read(String text, String sourceName, Optional<String> form) {
        if (text.isBlank()) {
            throw new TextException(List.of(new TextError(sourceName, 0, 0, "the file is empty.", "", "")));
        }
        SpaceFormat format = form.map(SpaceFile::format)
                .or(() -> SpaceFormats.recognise(text))
                .or(() -> ending(sourceName).flatMap(SpaceFormats::find))
                .orElseThrow(() -> new TextException(List.of(new TextError(
                        sourceName,
                        0,
                        0,
                        "this looks like none of the forms of search spaces that are read: " + ids() + ".",
                        "If it is one of them, name it.",
                        ""))));
        return new SpaceFile(format, format.read(text, sourceName));
    }

    /** A study file's space that is in a file of its own. */
    private static Optional<SpaceFile> study(String text, Path file, Optional<String> form) {
        Optional<SpaceFormat> yaml =
                form.map(SpaceFile::format).filter(format -> format.id().equals(YAML));
        if (yaml.isEmpty()) {
            return Optional.empty();
        }
        Problems problems = new Problems();
        Optional<SpaceFile> read = problems.collect(() -> YamlTree.parse(text, new Source.File(file.toString(), text)))
                .flatMap(study ->
                        SpaceReference.of(study).flatMap(reference -> document(study, reference, file, problems)))
                .map(document -> new SpaceFile(yaml.get(), document));
        problems.throwIfAny();
        return read;
    }

    private static Optional<SpaceDocument> document(
            TextNode study, SpaceReference reference, Path file, Problems problems) {
        return problems.collect(() -> reference.read(Optional.of(file)))
                .flatMap(alone -> YamlFormat.read(reference.replacedBy(alone, study), problems)
                        .map(whole -> new SpaceDocument(
                                whole.space(), whole.derived(), whole.name().or(alone::name), alone.notes())));
    }

    /**
     * The form of that {@link SpaceFormat#id}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SpaceFormat format(String id) {
        return SpaceFormats.find(id)
                .orElseThrow(() -> new IllegalArgumentException("there is no form of search spaces called '" + id + "'"
                        + Nearest.hint(
                                id,
                                SpaceFormats.all().stream().map(SpaceFormat::id).toList())
                        + " They are " + ids() + "."));
    }

    /** {@link SpaceFormat#id} that the ending of a file's name stands for. */
    public static Optional<String> ending(String name) {
        return Optional.ofNullable(BY_ENDING.get(name.substring(name.lastIndexOf('.') + 1)));
    }

    private static String ids() {
        return String.join(
                ", ", SpaceFormats.all().stream().map(SpaceFormat::id).toList());
    }
}
