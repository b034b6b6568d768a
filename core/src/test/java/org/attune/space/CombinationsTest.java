package org.attune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.attune.text.IllegalDefinitionException;
import org.junit.jupiter.api.Test;

class CombinationsTest {
    private static final int LEVELS = 3;
    private static final Map<String, Integer> NONE = Map.of();

    @Test
    void theyAreAllThatAreAllowedAndNoneTwice() {
        int compared = 0;
        for (long seed : RandomSpaces.seeds(300)) {
            SearchSpace space = RandomSpaces.all().space(seed, 1 + (int) (seed % 7));
            Set<Configuration> expected = everyProductOfValues(space);
            if (expected.isEmpty()) {
                assertThatThrownBy(() -> Combinations.of(space, LEVELS, NONE))
                        .as("seed %d, %s", seed, space)
                        .isInstanceOf(IllegalDefinitionException.class);
                continue;
            }
            Combinations combinations = Combinations.of(space, LEVELS, NONE);
            List<Configuration> found = new ArrayList<>();
            for (long i = 0; combinations.at(i).isPresent(); i++) {
                found.add(combinations.at(i).orElseThrow());
            }
            assertThat(found).as("seed %d, %s", seed, space).doesNotHaveDuplicates();
            assertThat(Set.copyOf(found)).as("seed %d, %s", seed, space).isEqualTo(expected);
            assertThat(combinations.count()).as("seed %d", seed).hasValue(expected.size());
            for (int i = found.size() - 1; i >= 0; i -= 1 + found.size() / 5) {
                assertThat(combinations.at(i)).as("seed %d", seed).hasValue(found.get(i));
            }
            compared++;
        }
        assertThat(compared).isGreaterThan(200);
    }

    @Test
    void spacesOfAnySizeAreWalked() {
        for (long seed : RandomSpaces.seeds(15)) {
            SearchSpace space = RandomSpaces.all().space(seed, 60);
            Combinations combinations;
            try {
                combinations = Combinations.of(space, LEVELS, NONE);
            } catch (IllegalDefinitionException e) {
                assertThat(e.rule()).startsWith("each combination of the grid is forbidden: ");
                continue;
            }
            for (int i = 0; i < 200; i++) {
                assertThat(combinations.at(i).filter(found -> space.allows(found.values())))
                        .as("seed %d", seed)
                        .isPresent();
            }
        }
    }

    @Test
    void parentsComeFirstAndTheLastVariesFastest() {
        SearchSpace space = SearchSpace.builder()
                .integer("momentum", 1, 2)
                .categorical("optimizer", "adam", "sgd")
                .categorical("size", "s", "m")
                .when("momentum", Clause.equal("optimizer", "sgd"))
                .forbid(Clause.all(Clause.equal("size", "m"), Clause.equal("momentum", 2)))
                .build();
        assertThat(texts(space))
                .containsExactly(
                        "{\"optimizer\":\"adam\",\"size\":\"s\"}",
                        "{\"optimizer\":\"adam\",\"size\":\"m\"}",
                        "{\"momentum\":1,\"optimizer\":\"sgd\",\"size\":\"s\"}",
                        "{\"momentum\":1,\"optimizer\":\"sgd\",\"size\":\"m\"}",
                        "{\"momentum\":2,\"optimizer\":\"sgd\",\"size\":\"s\"}");
    }

    @Test
    void aClauseAboutTheFirstAndTheLastDoesNotCostAWalkOverAllBetween() {
        SpaceBuilder builder = SearchSpace.builder().integer("first", 1, 9);
        IntStream.range(0, 20).forEach(i -> builder.integer("between" + i, 1, 9));
        SearchSpace space = builder.integer("last", 1, 9)
                .forbid(Clause.relate("first", Comparison.LESS, "last"))
                .forbid(Clause.relate("first", Comparison.NOT_EQUAL, "last"))
                .forbid(Clause.less("last", 8))
                .build();
        Combinations combinations = Combinations.of(space, 0, NONE);
        assertThat(combinations.at(0).orElseThrow().integer("first")).isEqualTo(8);
        assertThat(combinations.count()).isEmpty();
        SearchSpace small = SearchSpace.builder()
                .integer("first", 1, 9)
                .integer("free", 1, 1000)
                .integer("last", 1, 9)
                .forbid(Clause.relate("first", Comparison.NOT_EQUAL, "last"))
                .build();
        assertThat(Combinations.of(small, 0, NONE).count()).hasValue(9000);
    }

    @Test
    void whatNoClauseSpeaksOfIsNotWalked() {
        SpaceBuilder builder = SearchSpace.builder().categorical("kind", "a", "b", "c");
        IntStream.range(0, 12).forEach(i -> builder.integer("n" + i, 0, 9).when("n" + i, Clause.equal("kind", "b")));
        SearchSpace space = builder.forbid(Clause.equal("kind", "c")).build();
        Combinations combinations = Combinations.of(space, 0, NONE);
        assertThat(combinations.count()).hasValue(1_000_000_000_001L);
        assertThat(combinations.at(1 + 987_654_321_012L).orElseThrow().values().values())
                .containsExactly("b", 9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L, 0L, 1L, 2L);
        assertThat(combinations.at(1_000_000_000_001L)).isEmpty();
    }

    @Test
    void aGridOfWhichNothingIsAllowedIsRefused() {
        SearchSpace space = SearchSpace.builder()
                .uniform("low", 0, 1)
                .uniform("high", 0, 1)
                .categorical("other", 1, 2)
                .forbid(Clause.equal("other", 2))
                .forbid(Clause.any(Clause.less("low", 0.4), Clause.greater("low", 0.6)))
                .build();
        assertThatThrownBy(() -> Combinations.of(space, 2, NONE))
                .isInstanceOf(IllegalDefinitionException.class)
                .hasMessage("each combination of the grid is forbidden: low < 0.4 or low > 0.6. Maybe more levels?");
        assertThat(Combinations.of(space, 3, NONE).count()).hasValue(3);
    }

    @Test
    void aSpaceHasAsManyConfigurationsAsItsGridOfAllValues() {
        SearchSpace space = SearchSpace.builder()
                .integer("a", 1, 10)
                .integer("b", 1, 10)
                .categorical("c", 1, 2)
                .when("c", Clause.less("a", 3))
                .forbid(Clause.relate("a", Comparison.GREATER, "b"))
                .build();
        assertThat(Combinations.count(space)).hasValue(55 + 10 + 9);
        assertThat(Combinations.count(SearchSpace.builder().uniform("x", 0, 1).build()))
                .isEmpty();
    }

    private static List<String> texts(SearchSpace space) {
        Combinations combinations = Combinations.of(space, LEVELS, NONE);
        return LongStream.range(0, combinations.count().orElseThrow())
                .mapToObj(i -> combinations.at(i).orElseThrow().toString())
                .toList();
    }

    private static Set<Configuration> everyProductOfValues(SearchSpace space) {
        List<Object[]> products = new ArrayList<>();
        products.add(new Object[space.parameters().size()]);
        for (int at : space.order()) {
            GridAxis axis = GridAxis.of(space.parameters().get(at), LEVELS);
            products = products.stream()
                    .flatMap(values -> LongStream.range(0, space.isActive(at, values) ? axis.size() : 1)
                            .mapToObj(i -> {
                                Object[] next = values.clone();
                                next[at] = space.isActive(at, values)
                                        ? axis.value().apply(i)
                                        : Compiled.ABSENT;
                                return next;
                            }))
                    .toList();
        }
        Set<Configuration> allowed = new LinkedHashSet<>();
        products.stream()
                .filter(values -> !space.isForbidden(values))
                .forEach(values -> allowed.add(space.configuration(values)));
        return allowed;
    }

    @Test
    void parentsThatAreReachedInManyWaysAreNotWalkedThroughAgainAndAgain() {
        SpaceBuilder diamond = SearchSpace.builder().categorical("p0", 0, 1).categorical("p1", 0, 1);
        for (int i = 2; i < 60; i++) {
            diamond.categorical("p" + i, 0, 1)
                    .when(Clause.any(Clause.equal("p" + (i - 1), 0), Clause.equal("p" + (i - 2), 0)));
        }
        SearchSpace space = diamond.forbid(Clause.equal("p59", 1)).build();

        Configuration first = Combinations.of(space, 1, Map.of()).at(0).orElseThrow();

        assertThat(space.check(first.values())).isEqualTo(first);
        assertThat(Feasibility.of(space).isPossible()).isTrue();
        assertThat(new Completion(space, Map.of("p59", 0)).standard()).isPresent();
    }

    @Test
    void chainsOfConditionsMayBeVeryLong() {
        SpaceBuilder chain = SearchSpace.builder().categorical("p0", 0, 1);
        for (int i = 1; i < 3_000; i++) {
            chain.categorical("p" + i, 0, 1).when(Clause.equal("p" + (i - 1), 0));
        }
        SearchSpace space = chain.build();

        assertThat(Combinations.of(space, 1, Map.of()).at(0).orElseThrow().values())
                .hasSize(3_000);
        assertThat(Feasibility.of(space).neverActive()).isEmpty();
        assertThat(new Completion(space, Map.of("p2999", 1)).standard()).isPresent();
    }
}
