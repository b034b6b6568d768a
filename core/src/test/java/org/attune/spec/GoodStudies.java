package org.attune.spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** The blocks of {@code good-studies.txt}, each a title and a study. */
record GoodStudies(String title, String yaml) {

    static Stream<GoodStudies> all() throws IOException {
        try (InputStream table = GoodStudies.class.getResourceAsStream("good-studies.txt")) {
            String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("\n\n+(?=# )"))
                    .map(block -> new GoodStudies(
                            block.lines().findFirst().orElseThrow().substring(2),
                            block.substring(block.indexOf('\n') + 1)));
        }
    }

    static StudySpec read(String title) throws IOException {
        return all().filter(good -> good.title().equals(title))
                .map(good -> StudySpecReader.read(good.yaml(), "study.yaml"))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return title;
    }
}
