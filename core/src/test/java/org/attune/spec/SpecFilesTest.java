package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.attune.space.SearchSpace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecFilesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeAProgram() throws IOException {
        Files.writeString(folder.resolve("train.py"), "import math\n\ndef train(config):\n    pass\n");
    }

    @Test
    void filesThatAreThereAreFine() {
        assertThatCode(() -> check("trainable: {python: train.py:train}")).doesNotThrowAnyException();
        assertThatCode(() -> check("trainable: {command: [python, train.py]}")).doesNotThrowAnyException();
        assertThatCode(() -> check("trainable: {command: [python, -m, train]}")).doesNotThrowAnyException();
        assertThatCode(() -> check("trainable: {command: [sh, \"{lr}.sh\"]}")).doesNotThrowAnyException();
    }

    @Test
    void aMissingFileIsNamedWithTheNearest() {
        assertThatThrownBy(() -> check("trainable: {python: trian.py:train, requirements: req.txt}"))
                .hasMessage("""
                trainable.python: no such file: trian.py in %s. Did you mean train.py?
                trainable.requirements: no such file: req.txt in %s. Paths start at the folder of the study file.""".formatted(folder, folder));
        assertThatThrownBy(() -> check("trainable: {command: [python3, tran.py]}"))
                .hasMessageStartingWith("trainable.command: no such file: tran.py");
        assertThatThrownBy(() -> check("trainable: {command: [bin/train]}"))
                .hasMessageStartingWith("trainable.command: no such file: bin/train");
    }

    @Test
    void ofACommandWithoutAStudyFileNothingIsSaidOfOne() {
        StudySpec spec = spec("trainable: {command: [python, tarin.py]}");
        assertThatThrownBy(() -> SpecFiles.checkCommand(spec, folder))
                .hasMessage(
                        "the command after --: no such file: tarin.py in %s. Did you mean train.py?".formatted(folder));
        StudySpec other = spec("trainable: {command: [python, missing.py]}");
        assertThatThrownBy(() -> SpecFiles.checkCommand(other, folder))
                .hasMessage(
                        "the command after --: no such file: missing.py in %s. Name it as from that folder, or by its whole path."
                                .formatted(folder));
    }

    @Test
    void aMissingFunctionIsNamedWithTheNearest() {
        assertThatThrownBy(() -> check("trainable: {python: train.py:trian}"))
                .hasMessage(
                        "trainable.python: train.py has no function 'trian'; did you mean 'train'? Functions: train.");
    }

    private void check(String trainable) {
        SpecFiles.check(spec(trainable), folder);
    }

    private static StudySpec spec(String trainable) {
        String study = """
                study: demo
                objective: {metric: loss, mode: min}
                space: {lr: {type: float, low: 0, high: 1}}
                trials: 1
                """;
        return StudySpecReader.read(study + trainable, "study.yaml");
    }

    @Test
    void aStudyOfTheCallerHasNoFiles() {
        SearchSpace space = SearchSpace.builder().uniform("x", 0, 1).build();
        StudySpec spec =
                StudySpec.builder("demo").minimize("y").space(space).trials(1).build();

        assertThatCode(() -> SpecFiles.check(spec, folder)).doesNotThrowAnyException();
    }
}
