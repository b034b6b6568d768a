package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.FloatParameter;
import org.attune.space.Prior;
import org.attune.space.SearchSpace;
import org.junit.jupiter.api.Test;

class SpaceAdviceTest {

    @Test
    void forbiddenClausesThatCanNeverHoldAreNamed() {
        Clause beyond = Clause.greater("x", 2.0);
        Clause neither = Clause.all(Clause.less("x", 0.3), Clause.greater("x", 0.5));
        Clause textAndNumber = Clause.relate("kind", Comparison.EQUAL, "x");
        SearchSpace space = SearchSpace.builder()
                .uniform("x", 0, 1)
                .uniform("y", 0, 1)
                .categorical("kind", "a", "b")
                .forbid(beyond)
                .forbid(neither)
                .forbid(textAndNumber)
                .forbid(Clause.equal("x", 0.5))
                .forbid(Clause.relate("x", Comparison.GREATER, "y"))
                .forbid(Clause.all(Clause.equal("kind", "a"), Clause.less("x", 0.1)))
                .build();
        assertThat(SpaceAdvice.of(space))
                .filteredOn(advice -> advice.contains("never"))
                .containsExactly(
                        "what is forbidden can never hold: " + beyond + ".",
                        "what is forbidden can never hold: " + neither + ".",
                        "what is forbidden can never hold: " + textAndNumber + ".");
    }

    @Test
    void ofManyIdleClausesAFewAreNamed() {
        var builder = SearchSpace.builder().uniform("x", 0, 1);
        for (int i = 2; i < 12; i++) {
            builder.forbid(Clause.greater("x", (double) i));
        }
        assertThat(SpaceAdvice.of(builder.build()))
                .hasSize(6)
                .last()
                .isEqualTo("of the other forbidden clauses 5 can never hold either.");
    }

    @Test
    void aPriorFarOutsideOfItsRangeIsNamed() {
        assertThat(SpaceAdvice.of(normal(30, 1, false)))
                .containsExactly("the mean of the prior of 'x' is more than 4 deviations outside of its range, so that"
                        + " nearly all draws are close to one end, but got {type: \"normal\", mean: 30.0,"
                        + " deviation: 1.0} on [1.0, 10.0].");
        assertThat(SpaceAdvice.of(normal(30, 6, false))).isEmpty();
        assertThat(SpaceAdvice.of(normal(30, 1, true))).isEmpty();
        assertThat(SpaceAdvice.of(normal(1e-9, 1, true))).hasSize(1);
        assertThat(SpaceAdvice.of(normal(2, 0.01, false))).isEmpty();
    }

    private static SearchSpace normal(double mean, double deviation, boolean log) {
        return SearchSpace.builder()
                .add(new FloatParameter(
                        "x", 1, 10, log, 0, Optional.of(new Prior.Normal(mean, deviation)), Optional.empty()))
                .build();
    }
}
