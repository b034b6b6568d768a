package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.attune.machine.Machine;
import org.attune.spec.StudySpecReader;
import org.junit.jupiter.api.Test;

class PlanTextTest {
    private static final String STUDY = """
            study: demo
            objective: {metric: loss, mode: min}
            space:
              optimizer: {type: categorical, choices: [adam, sgd, lion, rmsprop, adagrad, adadelta, shampoo]}
              momentum: {type: float, low: 0, high: 0.99, when: {optimizer: [sgd, rmsprop]}}
            forbidden: [{optimizer: sgd, momentum: {greater: 0.9}}]
            derived: {half: momentum / 2, twice: momentum * 2}
            trials: 2
            trainable: {command: [train]}
            """;

    @Test
    void conditionsStandBelowTheTableWhereItHasNoRoomForThem() {
        String text = shown(80);
        assertThat(text)
                .contains("\nConditions\n  optimizer\n  └─ momentum  when optimizer in [\"sgd\", \"rmsprop\"]\n")
                .contains("shampoo")
                .doesNotContain("active when", "…", "not shown");
    }

    @Test
    void conditionsStandInTheTableWhereTheyFit() {
        assertThat(shown(200)).contains("active when").doesNotContain("\nConditions\n");
    }

    @Test
    void whatIsForbiddenAndDerivedIsNamed() {
        assertThat(shown(80))
                .contains("\n           optimizer = \"sgd\" and momentum > 0.9\n")
                .contains("\nDerived    half = momentum / 2\n           twice = momentum * 2\n");
    }

    private static String shown(int width) {
        StringWriter out = new StringWriter();
        Definition study = new Definition(StudySpecReader.read(STUDY, "study.yaml"), Path.of("."), true);
        new PlanText(Plan.of(study), OneMachineGround.of(study.spec(), Machine.here(Map.of(), false)))
                .print(new Tables(new PrintWriter(out, true), width), true);
        return out.toString();
    }
}
