package org.attune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.attune.text.IllegalDefinitionException;
import org.junit.jupiter.api.Test;

class FeasibilityTest {

    @Test
    void ofFiniteParametersTheForbiddenShareIsCountedWithTheirWeights() {
        SearchSpace space = SearchSpace.builder()
                .add(new ChoiceParameter(
                        "kind", List.of("a", "b"), false, List.of(3.0, 1.0), java.util.OptionalInt.empty()))
                .integer("depth", 1, 10)
                .uniform("rate", 0, 1)
                .forbid(Clause.all(Clause.equal("kind", "a"), Clause.greater("depth", 8)))
                .forbid(Clause.less("rate", 0.5))
                .build();

        Feasibility feasibility = Feasibility.of(space);

        assertThat(feasibility.isExact()).isTrue();
        assertThat(feasibility.forbidden()).isEqualTo(1 - (1 - 0.75 * 0.2) * 0.5, within(1e-12));
        assertThat(feasibility.warnings()).isEmpty();
    }

    @Test
    void whereRangesAreComparedItIsEstimated() {
        SearchSpace space = SearchSpace.builder()
                .uniform("low", 0, 1)
                .uniform("high", 0, 1)
                .forbid(Clause.relate("low", Comparison.GREATER, "high"))
                .build();

        Feasibility feasibility = Feasibility.of(space);

        assertThat(feasibility.isExact()).isFalse();
        assertThat(feasibility.forbidden()).isEqualTo(0.5, within(0.01));
        assertThat(feasibility.share()).matches("about (49|50)\\.. %");
    }

    @Test
    void aContradictionIsRefusedWithTheFewestClausesThatMakeIt() {
        SpaceBuilder builder = SearchSpace.builder()
                .categorical("optimizer", "adam", "sgd")
                .uniform("lr", 0, 1)
                .integer("layers", 1, 9)
                .forbid(Clause.greater("layers", 7))
                .forbid(Clause.equal("optimizer", "sgd"))
                .forbid(Clause.all(Clause.equal("optimizer", "adam"), Clause.greater("lr", 0.1)))
                .forbid(Clause.all(Clause.equal("optimizer", "adam"), Clause.less("lr", 0.1)))
                .forbid(Clause.equal("lr", 0.1));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalDefinitionException.class)
                .hasMessageContaining("'optimizer = \"sgd\"', 'optimizer = \"adam\" and lr > 0.1',"
                        + " 'optimizer = \"adam\" and lr < 0.1', 'lr = 0.1'")
                .hasMessageNotContaining("layers");
    }

    @Test
    void comparisonsThatGoRoundInACircleAreAContradiction() {
        SpaceBuilder builder = SearchSpace.builder()
                .uniform("a", 0, 1)
                .uniform("b", 0, 2)
                .logUniform("c", 0.1, 1)
                .forbid(Clause.relate("a", Comparison.AT_LEAST, "b"))
                .forbid(Clause.relate("b", Comparison.AT_LEAST, "c"))
                .forbid(Clause.relate("c", Comparison.GREATER, "a"));

        assertThatThrownBy(builder::build).hasMessageContaining("'a >= b', 'b >= c', 'c > a'");
    }

    @Test
    void aSinglePlaceInAContinuumIsEnoughToBePossible() {
        SearchSpace space = SearchSpace.builder()
                .uniform("lr", 0, 1)
                .forbid(Clause.not("lr", 0.3))
                .build();

        assertThat(space.allows(java.util.Map.of("lr", 0.3))).isTrue();
        assertThat(Feasibility.of(space).isInfeasible()).isFalse();
        assertThat(Feasibility.of(space).isRare()).isTrue();
        assertThat(Feasibility.of(space).isPossible()).isFalse();
        assertThat(Feasibility.of(space).warnings()).singleElement().asString().contains("no draw can hit it");
    }

    @Test
    void aSpaceOfWhichHardlyAnythingIsAllowedSaysSoAndIsSampled() {
        SpaceBuilder builder = SearchSpace.builder();
        for (int i = 0; i < 8; i++) {
            builder.integer("n" + i, 1, 100);
        }
        for (int i = 1; i < 8; i++) {
            builder.forbid(Clause.relate("n" + i, Comparison.NOT_EQUAL, "n" + (i - 1)));
        }
        SearchSpace space = builder.build();

        Feasibility feasibility = Feasibility.of(space);
        Configuration sample = space.sample(new SplittableRandom(20261125));

        assertThat(feasibility.isExact()).isTrue();
        assertThat(1 - feasibility.forbidden()).isEqualTo(1e-14, within(1e-15));
        assertThat(feasibility.warnings()).singleElement().asString().contains("refuse 99.9999999999");
        assertThat(sample.values().values()).containsOnly(sample.get("n0"));
    }

    @Test
    void aParameterWhoseConditionNeverHoldsIsNamed() {
        SearchSpace space = SearchSpace.builder()
                .categorical("optimizer", "adam", "sgd", "lbfgs")
                .uniform("momentum", 0, 1)
                .when("momentum", Clause.equal("optimizer", "sgd"))
                .uniform("memory", 0, 1)
                .when("memory", Clause.all(Clause.equal("optimizer", "lbfgs"), Clause.active("momentum")))
                .uniform("tail", 0, 1)
                .when("tail", Clause.equal("optimizer", "lbfgs"))
                .forbid(Clause.equal("optimizer", "lbfgs"))
                .build();

        assertThat(Feasibility.of(space).neverActive()).containsExactly("memory", "tail");
        assertThat(Feasibility.of(space).warnings()).hasSize(2);
    }

    @Test
    void noSpaceThatAllowsSomethingIsCalledInfeasibleAndCountsAgreeWithDraws() {
        for (long seed : RandomSpaces.seeds(25)) {
            SearchSpace space = RandomSpaces.all().space(seed);
            Feasibility feasibility = Feasibility.of(space);
            SplittableRandom random = new SplittableRandom(seed);
            int draws = 2_000;
            int forbidden = 0;
            for (int i = 0; i < draws; i++) {
                forbidden += space.isForbidden(RandomSpaces.naiveDraw(space, random)) ? 1 : 0;
            }

            double deviation = Math.sqrt(feasibility.forbidden() * (1 - feasibility.forbidden()) / draws);
            assertThat((double) forbidden / draws)
                    .as("seed %d, %s, %s", seed, feasibility, space)
                    .isEqualTo(feasibility.forbidden(), within(6 * deviation + 0.02));
            assertThat(feasibility.isInfeasible()).isFalse();
        }
    }

    @Test
    void itIsLookedForOnceASpace() {
        SearchSpace space = RandomSpaces.all().space(1);

        assertThat(Feasibility.of(space)).isSameAs(Feasibility.of(space));
    }
}
