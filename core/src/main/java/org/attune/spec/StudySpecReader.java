package org.attune.spec;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.space.formats.SpaceDocument;
import org.attune.text.Place;
import org.attune.text.Problems;
import org.attune.text.Source;
import org.attune.text.TextError;
import org.attune.text.TextException;
import org.attune.text.TextFile;
import org.attune.text.TextNode;
import org.attune.text.YamlTree;

/**
 * Reads study files: YAML 1.2, of which JSON is a part. All errors are found in one go; each names its line and column. Files that the study names
 * are not looked for; {@link SpecFiles} does that.
 */
public final class StudySpecReader {
    private StudySpecReader() {}

    /** As {@link #read(Path, List)}, without overrides. */
    public static StudySpec read(Path file) {
        return read(file, List.of());
    }

    /**
     * Reads a file. A study without a name gets that of the file, or of its folder if the file is called {@code study}.
     *
     * @param overrides {@code key=value}, where keys are joined by dots and the value is YAML: {@code scheduler.eta=4}. An empty value removes the key
     * @throws TextException if anything is wrong, with all of it
     * @throws UncheckedIOException if the file is there but cannot be read
     */
    public static StudySpec read(Path file, List<String> overrides) {
        Path absolute = file.toAbsolutePath().normalize();
        String base = absolute.getFileName().toString().replaceFirst("\\.[^.]+$", "");
        Path folder = absolute.getParent();
        boolean general = base.equals("study") && folder.getFileName() != null;
        String name = general ? folder.getFileName().toString() : base;
        return read(text(file), file.toString(), Optional.of(file), Optional.of(name), overrides);
    }

    /**
     * Reads a text, which must name its study.
     *
     * @param sourceName what errors call the text
     * @throws TextException if anything is wrong, with all of it
     */
    public static StudySpec read(String text, String sourceName) {
        return read(text, sourceName, Optional.empty(), Optional.empty(), List.of());
    }

    /** As {@link #read(String, String)}, with overrides. */
    public static StudySpec read(String text, String sourceName, List<String> overrides) {
        return read(text, sourceName, Optional.empty(), Optional.empty(), overrides);
    }

    /**
     * A study from its normal form, as {@link StudySpecWriter#toJson} gives it, or from any study file as JSON values. Without {@code trainable} it
     * is the {@link Trainable.Caller}. It is taken for one that has begun: what would only be found out in its course, such as a derived value that some configuration has not, is not looked
     * for.
     *
     * @throws TextException if anything is wrong, with all of it
     */
    public static StudySpec fromJson(Map<String, Object> json) {
        return fromJson(json, Origin.JOURNAL);
    }

    static StudySpec fromJson(Map<String, Object> json, Origin origin) {
        Source source = new Source.Named("study '" + json.get("study") + "'");
        return StudyReader.read(TextNode.of(json, source.whole()), Optional.empty(), origin, new Problems());
    }

    /**
     * A study that something else than a file describes, in the form of a study file; it must name its trainable.
     *
     * @param sourceName what errors say in place of a file, line and column
     * @throws TextException if anything is wrong, with all of it
     */
    public static StudySpec fromJson(Map<String, Object> json, String sourceName, List<String> overrides) {
        Problems problems = new Problems();
        TextNode root = TextNode.of(json, new Source.Named(sourceName).whole());
        return StudyReader.read(Overrides.apply(root, overrides, problems), Optional.empty(), Origin.FILE, problems);
    }

    private static StudySpec read(
            String text, String sourceName, Optional<Path> file, Optional<String> defaultName, List<String> overrides) {
        Problems problems = new Problems();
        Source source = new Source.File(sourceName, text);
        Optional<TextNode> root = problems.collect(() -> YamlTree.parse(text, source));
        if (root.isEmpty()) {
            problems.throwIfAny();
        }
        if (root.orElseThrow().isEmpty()) {
            problems.add(
                    new Place(source, 1, 1),
                    "the file is empty.",
                    "A study needs objective, space, trials and trainable.");
            problems.throwIfAny();
        }
        TextNode changed = changed(root.orElseThrow(), overrides, file, problems);
        return StudyReader.read(changed, defaultName, Origin.FILE, problems);
    }

    /**
     * What the file of a study's space says that has no place in a space ({@link SpaceDocument#notes}); empty if the study has its space itself.
     *
     * @throws TextException as {@link #read(Path, List)}
     */
    public static List<String> notes(Path file, List<String> overrides) {
        Problems problems = new Problems();
        String text = text(file);
        List<String> notes = problems.collect(() -> YamlTree.parse(text, new Source.File(file.toString(), text)))
                .flatMap(root -> SpaceReference.of(named(root, overrides, problems)))
                .flatMap(reference -> problems.collect(() -> reference.read(Optional.of(file))))
                .map(SpaceDocument::notes)
                .orElse(List.of());
        problems.throwIfAny();
        return notes;
    }

    /** With the changes of where the space is. */
    private static TextNode named(TextNode root, List<String> overrides, Problems problems) {
        return Overrides.apply(
                root, overrides.stream().filter(SpaceReference::isIn).toList(), problems);
    }

    /** The file of a space, where there is one, is read before what is to be changed in it. */
    private static TextNode changed(TextNode root, List<String> overrides, Optional<Path> file, Problems problems) {
        TextNode named = named(root, overrides, problems);
        Optional<SpaceReference> reference = SpaceReference.of(named);
        TextNode whole = reference
                .flatMap(space -> problems.collect(() -> space.replacedBy(space.read(file), named)))
                .orElse(named);
        if (reference.isPresent()) {
            // Without the space much else would seem wrong.
            problems.throwIfAny();
        }
        return Overrides.apply(
                whole,
                overrides.stream()
                        .filter(override -> !SpaceReference.isIn(override))
                        .toList(),
                problems);
    }

    private static String text(Path file) {
        if (Files.isDirectory(file)) {
            String remedy = "Maybe " + file.resolve("study.yaml") + " is meant?";
            throw new TextException(
                    List.of(new TextError(file.toString(), 0, 0, "this is a folder, not a file.", remedy, "")));
        }
        return TextFile.read(file, "a study file");
    }
}
