package org.attune.cli.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.attune.cli.Tables;
import org.attune.spec.SpaceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NarrowTablesTest {
    private static final String SPACE = """
            space:
              optimizer: {type: categorical, choices: [adam, sgd, lion, rmsprop, adagrad, adadelta, shampoo]}
              lr: {type: float, low: 1e-5, high: 1, log: true, prior: {type: normal, mean: 1e-3, deviation: 1.5}}
              momentum: {type: float, low: 0, high: 0.99, when: {optimizer: [sgd, rmsprop]}}
            """;

    @ParameterizedTest
    @ValueSource(ints = {70, 80, 120})
    void nothingOfASpaceIsCut(int width) {
        String text = shown(width);
        assertThat(text).doesNotContain("…", "not shown");
        assertThat(text.lines()).allMatch(line -> line.length() <= width);
        assertThat(text).contains("shampoo", "deviation", "momentum  when optimizer in");
    }

    @Test
    void theConditionsAreLeftToTheDrawingOnlyWhereTheTableIsTooWide() {
        assertThat(shown(80)).doesNotContain("active when");
        assertThat(shown(200)).contains("active when");
    }

    private static String shown(int width) {
        StringWriter out = new StringWriter();
        SpaceFile file = SpaceFile.read(SPACE, "space.yaml", Optional.of("yaml"));
        SpaceText.of("space.yaml", file).print(new Tables(new PrintWriter(out, true), width), true);
        return out.toString();
    }
}
