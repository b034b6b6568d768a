package org.attune.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NearestAllowedTest {
    private static final long SEED = 20261125;

    @Test
    void onlyWhatTheBrokenClauseTiesTogetherLeavesItsDefault() {
        SearchSpace space = SearchSpace.builder()
                .categorical("optimizer", "adam", "sgd")
                .uniform("lr", 0, 1)
                .uniform("dropout", 0, 1)
                .forbid(Clause.all(Clause.equal("optimizer", "adam"), Clause.greater("lr", 0.1)))
                .build();

        Configuration nearest = space.feasibleDefault(new SplittableRandom(SEED));

        assertThat(space.allows(space.standard().values())).isFalse();
        assertThat(nearest.number("dropout")).isEqualTo(0.5);
        assertThat(nearest.text("optimizer").equals("adam")).isNotEqualTo(nearest.number("lr") == 0.5);
    }

    @Test
    void itIsAllowedAndNoParameterAloneCouldHaveItsDefault() {
        for (long seed : RandomSpaces.seeds(200)) {
            SearchSpace space = RandomSpaces.all().space(seed);
            Configuration nearest = space.feasibleDefault(new SplittableRandom(seed));

            assertThat(space.allows(nearest.values()))
                    .as("seed %d, %s", seed, space)
                    .isTrue();
            if (space.allows(space.standard().values())) {
                assertThat(nearest).as("seed %d", seed).isEqualTo(space.standard());
            }
            nearest.values().forEach((name, value) -> {
                Object standard = space.parameter(name).standard();
                if (!Objects.equals(value, standard)) {
                    Map<String, Object> back = new HashMap<>(nearest.values());
                    back.put(name, standard);
                    assertThat(space.allows(space.completed(back).values()))
                            .as("seed %d, '%s' of %s", seed, name, space)
                            .isFalse();
                }
            });
        }
    }
}
