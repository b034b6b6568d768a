package org.attune.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All programs that measure are told of. */
class BenchmarksTest {
    private static final Path FOLDER = Path.of("..", "benchmarks");

    static Stream<String> programs() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(".*\\.(java|py)"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aProgramIsNamedOnItsPageAndInTheScriptOfAll(String program) throws IOException {
        assertThat(Path.of("..", "docs", "benchmarks.md")).content().contains(program);
        assertThat(FOLDER.resolve("all.sh"))
                .content()
                .containsPattern("\\b" + program.replaceFirst("\\..*", "") + "\\b");
    }
}
