package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.attune.space.formats.yaml.SpaceSection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentedStudiesTest {
    private static final Path PAGE = Path.of("../docs/study-file.md");

    @ParameterizedTest
    @EnumSource(Section.class)
    void thePageNamesEveryKey(Section section) throws IOException {
        String page = Files.readString(PAGE);
        assertThat(section.keys()).allSatisfy(key -> assertThat(page).containsPattern("`\\{?" + key + "[`:]"));
    }

    @ParameterizedTest
    @EnumSource(SpaceSection.class)
    void thePageNamesEveryKeyOfASpace(SpaceSection section) throws IOException {
        String page = Files.readString(PAGE);
        assertThat(section.keys()).allSatisfy(key -> assertThat(page).containsPattern("`" + key + "`"));
    }

    @Test
    void theExampleOfThePageIsRead() throws IOException {
        String page = Files.readString(PAGE);
        List<String> examples = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(examples).isNotEmpty();
        examples.forEach(example -> assertThatCode(() -> StudySpecReader.read(example, PAGE.toString()))
                .doesNotThrowAnyException());
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("../examples"))) {
            return folders.map(folder -> folder.resolve("study.yaml"))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theExamplesHaveNamesOfTheirOwnSoThatTheirResultsDoToo() throws IOException {
        assertThat(examples().stream().map(file -> StudySpecReader.read(file).study()))
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExamplesAreReadAndTheirFilesAreThere(Path file) {
        StudySpec spec = StudySpecReader.read(file);

        SpecFiles.check(spec, file.getParent());
        assertThat(SpecAdvice.of(spec)).isEmpty();
    }
}
