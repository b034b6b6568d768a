package org.attune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.text.IllegalDefinitionException;
import org.junit.jupiter.api.Test;

class SpaceBuilderTest {

    @Test
    void settingsAreOfTheParameterBeforeThem() {
        SearchSpace space = SearchSpace.builder()
                .categorical("optimizer", "adam", "sgd")
                .defaultValue("adam")
                .weights(1, 2)
                .logUniform("lr", 1e-5, 1)
                .prior(new Prior.Normal(1e-3, 1))
                .defaultValue(1e-3)
                .integer("width", 16, 256)
                .defaultValue(32)
                .step(16)
                .when(Clause.equal("optimizer", "sgd"))
                .when(Clause.less("lr", 0.1))
                .build();

        assertThat(space.parameters())
                .containsExactly(
                        new ChoiceParameter(
                                "optimizer", List.of("adam", "sgd"), false, List.of(1.0, 2.0), OptionalInt.of(0)),
                        new FloatParameter(
                                "lr", 1e-5, 1, true, 0, Optional.of(new Prior.Normal(1e-3, 1)), Optional.of(1e-3)),
                        new IntegerParameter("width", 16, 256, false, 16, Optional.empty(), Optional.of(32L)));
        assertThat(space.conditions())
                .isEqualTo(Map.of("width", Clause.all(Clause.equal("optimizer", "sgd"), Clause.less("lr", 0.1))));
    }

    @Test
    void settingsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> SearchSpace.builder().integer("n", 1, 9).step(0.5))
                .isInstanceOf(IllegalDefinitionException.class)
                .hasMessage("'n' of type int cannot have a step of 0.5.");
        assertThatThrownBy(() -> SearchSpace.builder().uniform("x", 0, 1).weights(1, 2))
                .hasMessage("'x' of type float cannot have weights.");
        assertThatThrownBy(() -> SearchSpace.builder().categorical("k", 1, 2).prior(new Prior.Beta(1, 2)))
                .hasMessage("'k' of type categorical cannot have a prior.");
        assertThatThrownBy(() -> SearchSpace.builder().categorical("k", 1, 2).defaultValue(3))
                .hasMessage("the default of 'k' must be one of [1, 2], but got 3.");
        assertThatThrownBy(() -> SearchSpace.builder()
                        .integer("n", 0, 9)
                        .defaultValue(4)
                        .step(3)
                        .build())
                .hasMessage("the default of 'n' must be one of 0, 3, ..., but got 4.");
        assertThatThrownBy(() -> SearchSpace.builder().step(1)).hasMessage("a parameter must be added first.");
        assertThatThrownBy(() -> SearchSpace.builder()
                        .uniform("adam", 0, 1)
                        .uniform("adam.beta", 0, 1)
                        .build())
                .hasMessage(
                        "'adam' must not be both a parameter and a group, but there is also one that begins with 'adam.'. Rename one of them.");
    }

    @Test
    void groupsAreNested() {
        Configuration configuration =
                new Configuration(Map.of("a.b.c", 1, "a.b.d", List.of(2), "a.e", "x", "f", Map.of("g", 1)));

        assertThat(configuration.nested())
                .isEqualTo(Map.of("a", Map.of("b", Map.of("c", 1L, "d", List.of(2L)), "e", "x"), "f", Map.of("g", 1L)));
        assertThat(Groups.in(configuration.values())).containsOnlyKeys("a", "a.b");
        assertThat(Groups.clash(List.of("a.b", "a.b.c"))).contains("a.b");
        assertThat(Groups.clash(List.of("a.b", "a.bc"))).isEmpty();
    }
}
