package org.attune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChoiceParameterTest {
    private static final List<Object> ANYTHING =
            Arrays.asList(null, true, 1, 1.0, "1", List.of(1, 2), Arrays.asList(1.0, null), Map.of("a", List.of()));

    @Test
    void anyJsonValueMayBeAChoice() {
        ChoiceParameter parameter = new ChoiceParameter("c", ANYTHING, false);
        for (int i = 0; i < ANYTHING.size(); i++) {
            Object value = parameter.choices().get(i);
            assertThat(parameter.index(ANYTHING.get(i))).isEqualTo(i);
            assertThat(parameter.decode(parameter.encode(value))).isEqualTo(value);
        }
        assertThat(SearchSpace.builder().categorical("c", "a", null).build().size())
                .isEqualTo(2);
    }

    @Test
    void whatIsNoChoiceIsRefused() {
        ChoiceParameter parameter = new ChoiceParameter("batch", List.of(16, 32), true);
        assertThatThrownBy(() -> parameter.check(64)).hasMessage("'batch' must be one of [16, 32], but got 64.");
        assertThatThrownBy(() -> parameter.check("16")).hasMessage("'batch' must be one of [16, 32], but got \"16\".");
        assertThatThrownBy(() -> parameter.check(16.0)).hasMessage("'batch' must be one of [16, 32], but got 16.0.");
    }

    @Test
    void choicesMustDifferAndExist() {
        assertThatThrownBy(() -> new ChoiceParameter("c", List.of(), false))
                .hasMessage("'c' must have at least one choice, but got an empty list.");
        assertThatThrownBy(() -> new ChoiceParameter("c", List.of("a", "b", "a"), false))
                .hasMessage("the choices of 'c' must differ, but \"a\" is there twice.");
    }

    @Test
    void theDefaultIsTheNumberOfAChoice() {
        assertThatThrownBy(() -> new ChoiceParameter("c", List.of("a", "b"), false, List.of(), OptionalInt.of(2)))
                .hasMessage("the default of 'c' must be the number of one of 2 choices, from 0, but got 2.");
    }

    @Test
    void aConstantHasOneValue() {
        Constant constant = new Constant("epochs", 27);
        assertThat(constant.decode(0.1)).isEqualTo(27L);
        assertThat(constant.encode(27)).isEqualTo(0.5);
        assertThatThrownBy(() -> constant.check(28)).hasMessage("'epochs' must be 27 (it is a constant), but got 28.");
        assertThat(new Constant("none", null).check(null)).isNull();
    }

    @Test
    void manyChoicesAreFoundAtOnceAndNotAllNamed() {
        List<Object> many =
                IntStream.range(0, 100_000).<Object>mapToObj(i -> (long) i).toList();
        ChoiceParameter parameter = new ChoiceParameter("size", many, true);

        assertThat(many.stream().mapToInt(parameter::index).sum())
                .isEqualTo(many.stream()
                        .mapToInt(value -> ((Long) value).intValue())
                        .sum());
        assertThat(parameter).isEqualTo(new ChoiceParameter("size", many, true));
        assertThatThrownBy(() -> parameter.check(-1)).hasMessageEndingWith("48, 49, ...], 100000 in all, but got -1.");
    }
}
