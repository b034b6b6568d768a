package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.text.TextException;
import org.junit.jupiter.api.Test;

class OriginTest {
    private static final String STUDY = """
            study: s
            objective: {metric: loss, mode: min}
            space:
              optimizer: {type: categorical, choices: [sgd, adam]}
              lr: {type: float, low: 0, high: 1}
              momentum: {type: float, low: 0, high: 1, when: {optimizer: sgd}}
              adam: {beta: {type: float, low: 0, high: 1, when: {optimizer: adam}}}
            trials: 3
            """;

    @Test
    void aScriptOfWhichAllWouldBeLeftOutIsRefusedAtItsPlace() {
        assertThatThrownBy(() -> StudySpecReader.read(
                        STUDY + "trainable: {command: [sh, -c, \"python t.py --lr {lr} --m {momentum}\"]}", "s.yaml"))
                .isInstanceOf(TextException.class)
                .hasMessageContaining(
                        "s.yaml:9:31: 'momentum' is not active in every configuration, and without it the "
                                + "command lacks all of \"python t.py --lr {lr} --m {momentum}\". Make {momentum} a word of its "
                                + "own, or let the program read ATTUNE_CONFIG.");
        assertThatThrownBy(() ->
                        StudySpecReader.read(STUDY + "trainable: {command: \"./{momentum} --lr {lr}\"}", "s.yaml"))
                .hasMessageContaining("the command lacks all of \"./{momentum}\"");
        assertThatThrownBy(() -> StudySpecReader.read(STUDY + "trainable: {command: [sh, -c, \"t {adam}\"]}", "s.yaml"))
                .hasMessageContaining("'adam' is not active in every configuration");
        assertThatThrownBy(() -> StudySpecReader.read(
                        STUDY + "derived: {m2: momentum * 2}\ntrainable: {command: [sh, -c, \"t {m2}\"]}", "s.yaml"))
                .hasMessageContaining("'m2' is not active in every configuration");
    }

    @Test
    void wordsOfTheirOwnAndScriptsOfWhatIsAlwaysThereAreRight() {
        StudySpec spec = StudySpecReader.read(
                STUDY + "trainable: {command: [sh, -c, \"t --lr {lr}\", --m, \"{momentum}\", \"--b={adam.beta}\"]}",
                "s.yaml");

        assertThat(((Trainable.Command) spec.trainable()).words()).hasSize(6);
    }

    @Test
    void aNameWithASpaceMakesNoScript() {
        StudySpec spec = StudySpecReader.read(
                STUDY.replace("momentum", "\"first moment\"")
                        + "trainable: {command: [train, --m, \"{first moment}\", \"--n={first moment}\"]}",
                "s.yaml");

        assertThat(spec.space().conditions()).containsKey("first moment");
    }

    @Test
    void aStudyThatHasBegunIsReadWhateverWouldBeSaidOfItToday() {
        Map<String, Object> study = new LinkedHashMap<>(
                StudySpecWriter.toJson(StudySpecReader.read(STUDY + "trainable: {command: [train]}", "s.yaml")));
        study.put("derived", Map.of("inverse", "1 / lr"));
        study.put("trainable", Map.of("command", List.of("sh", "-c", "t {momentum}")));
        study.put("initial", List.of(Map.of("optimizer", "adam", "momentum", 0.5)));

        StudySpec spec = StudySpecReader.fromJson(study);

        assertThat(spec.derived().formulas()).containsKey("inverse");
        assertThat(StudySpecWriter.toJson(spec)).isEqualTo(study);
        assertThatThrownBy(() -> StudySpecReader.fromJson(study, "a program", List.of()))
                .hasMessageContaining("'inverse' cannot be computed")
                .hasMessageContaining("the command lacks all of")
                .hasMessageContaining("'momentum' is active only when");
        assertThatThrownBy(() -> StudySpec.builder("s")
                        .minimize("loss")
                        .space(spec.space())
                        .derived("inverse", "1 / lr")
                        .trials(1)
                        .build())
                .hasMessageContaining("'inverse' cannot be computed");
    }
}
