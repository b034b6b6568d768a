package org.attune.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each test that docs/faults.md names is there. */
class FaultsPageTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT|Contract))?\\.(\\w+)`");

    @Test
    void everyRowNamesATestThatExists() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/faults.md"));
        Map<String, String> sources = sources();
        assertThat(page.lines()
                        .filter(line -> line.startsWith("| ")
                                && !line.startsWith("| what breaks")
                                && !line.startsWith("| what the trial"))
                        .filter(line -> !line.startsWith("| ---")))
                .isNotEmpty()
                .allSatisfy(line -> {
                    assertThat(TEST.matcher(line).find())
                            .as("no test in: %s", line)
                            .isTrue();
                    String type = "";
                    String tests = line.substring(line.lastIndexOf("| ", line.length() - 3));
                    for (MatchResult test : TEST.matcher(tests).results().toList()) {
                        type = test.group(1) == null ? type : test.group(1);
                        assertThat(sources.getOrDefault(type, "").contains("void " + test.group(2) + "("))
                                .as("there is a test %s.%s", type, test.group(2))
                                .isTrue();
                    }
                });
    }

    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().contains("/src/test/java/"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            FaultsPageTest::read,
                            String::concat));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
