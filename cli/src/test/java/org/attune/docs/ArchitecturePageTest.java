package org.attune.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The map in docs/architecture.md has each package, and none that is gone. */
class ArchitecturePageTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern PLACE = Pattern.compile(" {4}(\\S+) .*");

    @ParameterizedTest
    @CsvSource({"core,org/attune", "runtime,org/attune", "cli,org/attune/cli"})
    void theMapHasThePackagesOf(String module, String root) throws IOException {
        Path sources = ROOT.resolve(module).resolve("src/main/java").resolve(root);
        try (Stream<Path> files = Files.walk(sources)) {
            List<String> packages = files.filter(file -> file.endsWith("package-info.java"))
                    .map(file -> sources.relativize(file.getParent()).toString())
                    .map(name -> name.isEmpty() ? "." : name)
                    .toList();
            assertThat(onTheMap(module)).containsExactlyInAnyOrderElementsOf(packages);
        }
    }

    private static List<String> onTheMap(String module) {
        return Pages.read(ROOT.resolve("docs/architecture.md"))
                .lines()
                .dropWhile(line -> !line.startsWith(module + "/ "))
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .map(PLACE::matcher)
                .filter(Matcher::matches)
                .map(place -> place.group(1))
                .toList();
    }
}
