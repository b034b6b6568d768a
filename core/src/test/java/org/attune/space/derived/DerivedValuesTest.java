package org.attune.space.derived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.attune.space.Clause;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.junit.jupiter.api.Test;

class DerivedValuesTest {

    @Test
    void areComputedInTheOrderOfTheirNeeds() {
        DerivedValues values = values("b", "a + 1", "a", "x * 2", "c", "a + b");

        assertThat(values.of(new Configuration(Map.of("x", 5))).entrySet())
                .extracting(Object::toString)
                .containsExactly("b=11", "a=10", "c=21");
    }

    @Test
    void areLeftOutWhereAParameterIsNotActive() {
        SearchSpace space = SearchSpace.builder()
                .categorical("optimizer", "adam", "sgd")
                .uniform("momentum", 0, 1)
                .when("momentum", Clause.equal("optimizer", "sgd"))
                .build();
        DerivedValues values =
                values("inertia", "1 - momentum", "half", "inertia / 2", "any", "if(optimizer == 'sgd', momentum, 0)");

        assertThat(values.of(space.completed(Map.of("optimizer", "adam")))).isEqualTo(Map.of("any", 0L));
        assertThat(values.of(space.completed(Map.of("optimizer", "sgd", "momentum", 0.25))))
                .isEqualTo(Map.of("inertia", 0.75, "half", 0.375, "any", 0.25));
    }

    @Test
    void doNotGoRoundInACircle() {
        assertThatThrownBy(() -> values("d", "a", "a", "b + x", "b", "c", "c", "a"))
                .hasMessage("derived values must not need each other in a circle, but do: a needs b needs c needs a.");
        assertThatThrownBy(() -> values("a", "a + 1")).hasMessageContaining("a needs a");
    }

    @Test
    void chainsAreAsLongAsTheyLike() {
        Map<String, Formula> formulas = new LinkedHashMap<>();
        for (int i = 2_000; i > 0; i--) {
            formulas.put("d" + i, Formula.parse("d" + (i - 1) + " + 1"));
        }
        formulas.put("d0", Formula.parse("x"));

        assertThat(DerivedValues.of(formulas).of(new Configuration(Map.of("x", 1))))
                .containsEntry("d2000", 2001L);
    }

    @Test
    void aFailureNamesTheValueTheExpressionAndWhatItWasGiven() {
        DerivedValues values = values("hidden", "width / depth");

        assertThatThrownBy(() -> values.of(new Configuration(Map.of("width", 8, "depth", 0, "other", 1))))
                .isInstanceOf(UnderivableException.class)
                .hasMessage(
                        "the derived value 'hidden' cannot be computed from width / depth with {depth: 0, width: 8}: 8 is divided by zero.");
    }

    @Test
    void theEndsOfASpaceAreTriedBeforehand() {
        SearchSpace space = SearchSpace.builder().integer("x", 0, 1_000_000).build();
        SearchSpace without = SearchSpace.builder()
                .integer("x", 0, 1_000_000)
                .forbid(Clause.equal("x", 0))
                .build();

        assertThat(Probes.failure(values("y", "1 / x"), space)).isPresent();
        assertThat(Probes.failure(values("y", "1 / x"), without)).isEmpty();
        assertThat(Probes.failure(values("y", "x + 1"), space)).isEmpty();
    }

    private static DerivedValues values(String... namesAndExpressions) {
        Map<String, Formula> formulas = new LinkedHashMap<>();
        for (int i = 0; i < namesAndExpressions.length; i += 2) {
            formulas.put(namesAndExpressions[i], Formula.parse(namesAndExpressions[i + 1]));
        }
        return DerivedValues.of(formulas);
    }
}
