package org.attune.spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.attune.text.Invalid;
import org.attune.text.Source;
import org.attune.text.YamlTree;

/**
 * The table of {@code bad-studies.txt}: in each block a title, a piece of a study file, and after {@code >} what is said of it. Keys that a good
 * study needs and that the piece lacks are added below it, unless the title says that it stands alone. Titles with {@code ##} are of rules that a
 * JSON schema cannot say.
 */
record BadStudies(String title, boolean beyondSchema, String yaml, List<String> expected) {
    private static final List<String> GOOD = List.of(
            "study: demo",
            "objective: {metric: loss, mode: min}",
            "space: {lr: {type: float, low: 1e-4, high: 1e-1, log: true}, batch: {type: categorical, choices: [16, 32]}}",
            "trials: 10",
            "trainable: {python: train.py:train}");

    static Stream<BadStudies> all() throws IOException {
        try (InputStream table = BadStudies.class.getResourceAsStream("bad-studies.txt")) {
            String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("\n\n+(?=##? )")).map(BadStudies::block);
        }
    }

    /** Those that are YAML, and have only values that JSON has. */
    static Stream<BadStudies> structural() throws IOException {
        return all().filter(bad -> {
            try {
                YamlTree.parse(bad.yaml(), new Source.File("study.yaml", bad.yaml()))
                        .json();
                return true;
            } catch (Invalid e) {
                return false;
            }
        });
    }

    private static BadStudies block(String block) {
        List<String> lines = block.lines().toList();
        String title = lines.get(0).replaceFirst("^##? ", "");
        List<String> piece =
                lines.stream().skip(1).filter(line -> !line.startsWith("> ")).toList();
        List<String> expected = lines.stream()
                .filter(line -> line.startsWith("> "))
                .map(line -> line.substring(2))
                .toList();
        Stream<String> rest = title.endsWith("(alone)")
                ? Stream.of()
                : GOOD.stream()
                        .filter(line -> piece.stream().noneMatch(key -> key.startsWith(line.split(":")[0] + ":")));
        String yaml = Stream.concat(piece.stream(), rest).collect(Collectors.joining("\n"));
        return new BadStudies(title, block.startsWith("## "), yaml, expected);
    }

    @Override
    public String toString() {
        return title;
    }
}
