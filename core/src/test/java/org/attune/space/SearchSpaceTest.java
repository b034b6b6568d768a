package org.attune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {
    private static final SearchSpace SPACE = SearchSpace.builder()
            .logUniform("lr", 1e-4, 0.1)
            .integer("layers", 1, 8)
            .categorical("act", "relu", null, List.of(1, 2))
            .ordinal("size", "s", "m", "l")
            .constant("epochs", 27)
            .build();

    @Test
    void drawsAreLegalAndInTheOrderOfTheSpace() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 1000; i++) {
            Configuration drawn = SPACE.sample(random);
            assertThat(SPACE.check(drawn.values())).isEqualTo(drawn);
            assertThat(drawn.values().keySet()).containsExactly("lr", "layers", "act", "size", "epochs");
        }
    }

    @Test
    void theEncodingIsInvertedButForConstantsWhichItLacks() {
        Encoding encoding = new Encoding(SPACE);
        SplittableRandom random = new SplittableRandom(8);
        assertThat(encoding.width()).isEqualTo(4);
        assertThat(encoding.categories(2)).isEqualTo(3);
        assertThat(encoding.categories(3)).isZero();
        for (int i = 0; i < 1000; i++) {
            Configuration drawn = SPACE.sample(random);
            Configuration back = encoding.decode(encoding.encode(drawn));
            assertThat(back.number("lr")).isCloseTo(drawn.number("lr"), withinPercentage(1e-10));
            assertThat(back.with(Map.of("lr", 1))).isEqualTo(drawn.with(Map.of("lr", 1)));
        }
    }

    @Test
    void configurationsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> SPACE.check(Map.of("lr", 0.01)))
                .hasMessage("the configuration lacks a value for 'act'.");
        assertThatThrownBy(() -> SPACE.check(Map.of("rl", 0.01)))
                .hasMessage("the space has no parameter 'rl'; did you mean 'lr'?");
    }

    @Test
    void sizesAreExactUntilThereIsAContinuum() {
        assertThat(SearchSpace.builder()
                        .integer("a", 1, 8)
                        .categorical("b", 1, 2, 3)
                        .build()
                        .size())
                .isEqualTo(24);
        assertThat(SPACE.size()).isEqualTo(Long.MAX_VALUE);
        assertThat(SearchSpace.builder()
                        .integer("a", 0, 1L << 52)
                        .integer("b", 0, 1L << 52)
                        .build()
                        .size())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void namesAreThereOnceAndNotBlank() {
        assertThatThrownBy(() -> SearchSpace.builder().uniform("a", 0, 1).uniform("a", 0, 1))
                .hasMessage("the names of parameters must differ, but 'a' is there twice.");
        assertThatThrownBy(() -> SearchSpace.builder().uniform(" ", 0, 1))
                .hasMessage("a parameter must have a name, but got a blank one.");
        assertThatThrownBy(() -> SearchSpace.builder().build())
                .hasMessage("a space must have at least one parameter, but got none.");
    }
}
