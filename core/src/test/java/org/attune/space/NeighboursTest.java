package org.attune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NeighboursTest {
    private static final long SEED = 20261125;

    @Test
    void ofAllKindsOfParametersTheNextValuesAreThere() {
        SearchSpace space = SearchSpace.builder()
                .add(new ChoiceParameter(
                        "c", List.of("a", "b", "never", "d"), false, List.of(1.0, 1.0, 0.0, 1.0), OptionalInt.empty()))
                .ordinal("o", "s", "m", "l", "xl")
                .integer("n", 1, 1_000_000)
                .uniform("x", 0, 1)
                .constant("k", 1)
                .build();
        Configuration centre = space.check(Map.of("c", "a", "o", "m", "n", 500, "x", 0.5, "k", 1));

        List<Configuration> neighbours = neighbours(space, centre, SEED);

        assertThat(neighbours)
                .filteredOn(neighbour -> !neighbour.get("c").equals("a"))
                .extracting(neighbour -> neighbour.get("c"))
                .containsExactly("b", "d");
        assertThat(neighbours)
                .filteredOn(neighbour -> !neighbour.get("o").equals("m"))
                .extracting(neighbour -> neighbour.get("o"))
                .containsExactly("s", "l");
        assertThat(neighbours)
                .filteredOn(neighbour -> neighbour.integer("n") != 500)
                .extracting(neighbour -> neighbour.get("n"))
                .hasSize(4)
                .contains(499L, 501L);
        assertThat(neighbours)
                .filteredOn(neighbour -> neighbour.number("x") != 0.5)
                .hasSize(4);
        assertThat(neighbours).hasSize(12);
    }

    @Test
    void whatBecomesActiveGetsItsDefaultAndWhatBecomesInactiveIsDropped() {
        SearchSpace space = SearchSpace.builder()
                .categorical("optimizer", "adam", "sgd")
                .uniform("momentum", 0, 1)
                .when("momentum", Clause.equal("optimizer", "sgd"))
                .uniform("beta", 0, 1)
                .when("beta", Clause.equal("optimizer", "adam"))
                .build();

        List<Configuration> neighbours = neighbours(space, space.check(Map.of("optimizer", "adam", "beta", 0.9)), SEED);

        assertThat(neighbours.get(0).values()).isEqualTo(Map.of("optimizer", "sgd", "momentum", 0.5));
        assertThat(neighbours).hasSize(5);
    }

    @Test
    void neighboursAreAllowedAndDifferInOneParameterAndWhatFollows() {
        for (long seed : RandomSpaces.seeds(150)) {
            SearchSpace space = RandomSpaces.all().space(seed);
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 4; i++) {
                Configuration centre = space.sample(random);
                List<Configuration> neighbours = neighbours(space, centre, seed);
                assertThat(neighbours)
                        .as("seed %d, %s", seed, space)
                        .doesNotHaveDuplicates()
                        .doesNotContain(centre)
                        .allMatch(neighbour -> space.allows(neighbour.values()))
                        .allMatch(neighbour -> isOneStep(space, centre, neighbour))
                        .isEqualTo(neighbours(space, centre, seed));
            }
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Neighbours(0, 0.2))
                .hasMessageContaining("count >= 1")
                .hasMessageContaining("0.2");
        assertThatThrownBy(() -> new Neighbours(4, 0)).hasMessageContaining("deviation > 0");
    }

    private static List<Configuration> neighbours(SearchSpace space, Configuration centre, long seed) {
        return Neighbours.STANDARD.of(space, centre, new SplittableRandom(seed));
    }

    /** All that both have is equal, but for one value. */
    private static boolean isOneStep(SearchSpace space, Configuration centre, Configuration neighbour) {
        List<String> changed = space.parameters().stream()
                .map(Parameter::name)
                .filter(name -> centre.values().containsKey(name)
                        && neighbour.values().containsKey(name)
                        && !Objects.equals(centre.get(name), neighbour.get(name)))
                .toList();
        return changed.size() == 1;
    }
}
