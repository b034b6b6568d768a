package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.attune.text.TextException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceReferenceTest {
    private static final String SPACE = """
            lr: {type: float, low: 1e-4, high: 1, log: true}
              kind: {type: categorical, choices: [a, b]}
              extra: {type: int, low: 1, high: 9, when: {kind: b}}
            """;
    private static final String REST = """
            objective: {metric: loss, mode: min}
            trials: 9
            trainable: {command: train}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void hasASpace() throws IOException {
        write("spaces/space.yaml", "space:\n  " + SPACE + "forbidden: [{kind: a, lr: {greater: 0.5}}]\n");
    }

    private Path write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        return Files.writeString(folder.resolve(name), text);
    }

    private StudySpec study(String text, String... overrides) throws IOException {
        return StudySpecReader.read(write("study.yaml", "study: s\n" + text + REST), List.of(overrides));
    }

    private StudySpec inline(String forbidden) {
        return StudySpecReader.read(
                "study: s\nspace:\n  " + SPACE + "forbidden: [" + forbidden + "]\n" + REST, "inline");
    }

    @Test
    void theStudyIsThatWithTheSpaceInIt() throws IOException {
        StudySpec spec = study("space: {yaml: spaces/space.yaml}\n");
        assertThat(spec).isEqualTo(inline("{kind: a, lr: {greater: 0.5}}"));
        assertThat(StudySpecWriter.toJson(spec).toString()).doesNotContain("space.yaml");
    }

    @Test
    void whatTheFileSaysBesidesItsSpaceIsNoted() throws IOException {
        write("noted.json", """
                {"hyperparameters": [{"name": "x", "type": "uniform_float", "lower": 0, "upper": 1, "meta": {"a": 1}}]}
                """);
        study("space: {yaml: spaces/space.yaml}\n");
        Path file = folder.resolve("study.yaml");
        assertThat(StudySpecReader.notes(file, List.of())).isEmpty();
        assertThat(StudySpecReader.notes(file, List.of("space={configspace: noted.json}", "space.x.high=2")))
                .containsExactly("'x' has meta, which is left out: {a: 1}.");
    }

    @Test
    void whatTheStudyForbidsIsAdded() throws IOException {
        assertThat(study("space: {yaml: spaces/space.yaml}\nforbidden: [{extra: 3}]\n"))
                .isEqualTo(inline("{kind: a, lr: {greater: 0.5}}, {extra: 3}"));
    }

    @Test
    void whatTheFileDerivesIsDerivedAndWhatTheStudyDoesToo() throws IOException {
        write("spaces/space.yaml", "space:\n  " + SPACE + "derived: {half: lr / 2}\n");
        String study = "space: {yaml: spaces/space.yaml}\nderived: {quarter: half / 2}\n";
        assertThat(study(study).derived().definition().keySet()).containsExactly("half", "quarter");
        assertThat(SpaceFile.read(folder.resolve("study.yaml"), Optional.empty())
                        .document()
                        .derived())
                .isEqualTo(study(study).derived());
    }

    @Test
    void overridesChangeWhatTheFileSaysOrTakeAnother() throws IOException {
        StudySpec spec = study("space: {yaml: spaces/space.yaml}\n", "space.extra.high=5", "trials=3");
        assertThat(spec.space().parameter("extra").size()).isEqualTo(5);
        write("other.yaml", "space: {x: {type: int, low: 1, high: 2}}");
        StudySpec other = study("space: {yaml: spaces/space.yaml}\n", "space.x.high=7", "space.yaml=other.yaml");
        assertThat(other.space().size()).isEqualTo(7);
    }

    @Test
    void aMissingFileIsToldAtThePlaceThatNamesIt() {
        assertThatThrownBy(() -> study("space: {yaml: spaces/spce.yaml}\nforbidden: [{kind: a}]\n"))
                .isInstanceOf(TextException.class)
                .hasMessageStartingWith(folder.resolve("study.yaml") + ":2:15: no such file: spaces/spce.yaml in "
                        + folder + ". Paths start at the folder of the study file.")
                .hasMessageNotContaining("no parameter");
    }

    @Test
    void aMistakeInTheFileIsToldWithItsPlaceThere() throws IOException {
        write("spaces/space.yaml", "space:\n  lr: {type: float, low: 2, high: 1}\n");
        assertThatThrownBy(() -> study("space: {yaml: spaces/space.yaml}\n"))
                .hasMessageStartingWith(folder.resolve("spaces/space.yaml") + ":2:26: low < high must hold for 'lr'");
    }

    @Test
    void aStatementAboutAParameterThatTheFileHasNotIsToldAtItsPlace() {
        assertThatThrownBy(() -> study("space: {yaml: spaces/space.yaml}\nforbidden: [{knid: a}]\n"))
                .hasMessageStartingWith(folder.resolve("study.yaml") + ":3:14: ")
                .hasMessageContaining("'knid'");
    }

    @Test
    void aFileThatRefersToAnotherIsNotFollowed() throws IOException {
        write("spaces/space.yaml", "space: {yaml: space.yaml}");
        assertThatThrownBy(() -> study("space: {yaml: spaces/space.yaml}\n")).isInstanceOf(TextException.class);
    }

    @Test
    void aStudyThatIsInNoFileCannotReferToOne() {
        assertThatThrownBy(() -> StudySpecReader.read("study: s\nspace: {yaml: x.yaml}\n" + REST, "text"))
                .hasMessageContaining("a space can be in a file only if the study is in one, but got x.yaml.");
    }

    @Test
    void aParameterMayBeCalledLikeAForm() throws IOException {
        assertThat(study("space: {yaml: {type: int, low: 1, high: 2}}\n")
                        .space()
                        .size())
                .isEqualTo(2);
    }

    @Test
    void theSpaceOfAStudyFileIsReadThroughIt() throws IOException {
        Path file = write("study.yaml", "space: {yaml: spaces/space.yaml}\nforbidden: [{extra: 3}]\n" + REST);
        assertThat(SpaceFile.read(file, Optional.empty()).document().space())
                .isEqualTo(inline("{kind: a, lr: {greater: 0.5}}, {extra: 3}").space());
    }
}
