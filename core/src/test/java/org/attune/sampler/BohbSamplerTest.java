package org.attune.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.attune.space.Clause;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.spec.SamplerSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BohbSamplerTest extends SamplerContract {
    private static final SearchSpace LINE =
            SearchSpace.builder().uniform("x", 0, 1).build();

    @Override
    Sampler create(SearchSpace space, long seed) {
        return Samplers.create(SamplerSpec.Bohb.standard(), space, seed, 0);
    }

    @Test
    void startsLikeRandomSearch() {
        Sampler random = new RandomSampler(LINE, 3);
        Sampler bohb = new BohbSampler(neverRandom(), LINE, 3);
        assertThat(IntStream.range(0, 5).mapToObj(bohb::propose).toList())
                .isEqualTo(IntStream.range(0, 5).mapToObj(random::propose).toList());
    }

    @Test
    void theFirstModelComesWithTwiceAsManyResultsAsDimensionsAndTwo() {
        Sampler bohb = new BohbSampler(neverRandom(), LINE, 3);
        Sampler random = new RandomSampler(LINE, 3);
        observe(bohb, 9, 0.1, 0.2, 0.8);
        assertThat(bohb.propose(7)).isEqualTo(random.propose(7));
        observe(bohb, 9, 0.9);
        assertThat(bohb.propose(7)).isNotEqualTo(random.propose(7));
    }

    @Test
    void ofAConditionalSpaceOnlyThoseDimensionsCountThatOneResultHas() {
        SearchSpace space = SearchSpace.builder()
                .categorical("kind", "a", "b", "c")
                .uniform("a", 0, 1)
                .uniform("b", 0, 1)
                .uniform("c", 0, 1)
                .when("a", Clause.equal("kind", "a"))
                .when("b", Clause.equal("kind", "b"))
                .when("c", Clause.equal("kind", "c"))
                .build();
        Sampler bohb = new BohbSampler(neverRandom(), space, 3);
        Sampler random = new RandomSampler(space, 3);
        for (int trial = 0; trial < 6; trial++) {
            assertThat(bohb.propose(7)).isEqualTo(random.propose(7));
            bohb.observe(new Observation(trial, random.propose(trial).orElseThrow(), 9, trial));
        }
        assertThat(bohb.propose(7)).isNotEqualTo(random.propose(7));
    }

    @Test
    void whereEveryCandidateIsForbiddenItProposesAtRandom() {
        // The good results lie where nothing is allowed any more but themselves: on a line of measure zero.
        SearchSpace space = SearchSpace.builder()
                .uniform("x", 0, 1)
                .integer("n", 0, 1)
                .forbid(Clause.all(
                        Clause.equal("n", 0), Clause.any(Clause.less("x", 0.5), Clause.greater("x", 0.5000000001))))
                .build();
        Sampler bohb = new BohbSampler(new SamplerSpec.Bohb(OptionalInt.empty(), 15, 0, 4, 3, 1e-3), space, 3);
        for (int i = 0; i < 20; i++) {
            Configuration result = space.check(Map.of("x", i < 6 ? 0.5 : i / 20.0, "n", i < 6 ? 0 : 1));
            bohb.observe(new Observation(i, result, 9, i));
        }
        for (int trial = 0; trial < 200; trial++) {
            Configuration proposal = bohb.propose(trial).orElseThrow();
            assertThat(space.check(proposal.values())).isEqualTo(proposal);
        }
    }

    @Test
    void choicesOfWeightZeroAreNeverProposed() {
        SearchSpace space = SearchSpace.builder()
                .categorical("act", "relu", "tanh", "gelu")
                .weights(1, 0, 2)
                .uniform("x", 0, 1)
                .build();
        Sampler bohb = new BohbSampler(neverRandom(), space, 3);
        for (int i = 0; i < 20; i++) {
            Configuration result = space.check(Map.of("act", i % 2 == 0 ? "tanh" : "relu", "x", i / 20.0));
            bohb.observe(new Observation(i, result, 9, i % 2 + i / 100.0));
        }
        assertThat(IntStream.range(0, 200)
                        .mapToObj(trial -> bohb.propose(trial).orElseThrow().text("act")))
                .doesNotContain("tanh");
    }

    @Test
    void morePointsCanBeAskedForButNotLess() {
        Sampler patient = new BohbSampler(neverRandom(OptionalInt.of(3)), LINE, 3);
        Sampler hasty = new BohbSampler(neverRandom(OptionalInt.of(1)), LINE, 3);
        Sampler random = new RandomSampler(LINE, 3);
        observe(patient, 9, 0.1, 0.2, 0.8, 0.9);
        observe(hasty, 9, 0.1, 0.2, 0.8);
        assertThat(patient.propose(7)).isEqualTo(random.propose(7));
        assertThat(hasty.propose(7)).isEqualTo(random.propose(7));
    }

    @Test
    void theLargestBudgetWithAModelRules() {
        Sampler bohb = new BohbSampler(neverRandom(), LINE, 3);
        observe(bohb, 3, 0.1, 0.11, 0.12, 0.8, 0.85, 0.9);
        assertThat(meanProposal(bohb)).isLessThan(0.3);
        observe(bohb, 27, 0.91, 0.9, 0.5);
        assertThat(meanProposal(bohb)).isLessThan(0.3);
        observe(bohb, 27, 0.2, 3.0);
        assertThat(meanProposal(bohb)).isGreaterThan(0.7);
        observe(bohb, 3, 0.1, 0.11, 0.12, 0.8, 0.85, 0.9);
        assertThat(meanProposal(bohb)).isGreaterThan(0.7);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN})
    void crashesAndLossesThatAreNoNumberCountAsWorst(double none) {
        Sampler bohb = new BohbSampler(neverRandom(), LINE, 3);
        for (int i = 0; i < 20; i++) {
            double x = i / 20.0;
            observe(bohb, 9, x, x < 0.5 ? none : 1 - x);
        }
        assertThat(meanProposal(bohb)).isGreaterThan(0.7);
    }

    @Test
    void aShareOfTheProposalsIsRandom() {
        Sampler bohb = new BohbSampler(SamplerSpec.Bohb.standard(), LINE, 3);
        Sampler random = new RandomSampler(LINE, 3);
        observe(bohb, 9, 0.1, 0.2, 0.8, 0.9);
        long same = IntStream.range(0, 900)
                .filter(trial -> bohb.propose(trial).equals(random.propose(trial)))
                .count();
        assertThat(same).isBetween(255L, 345L);
    }

    @Test
    void aFiniteSpaceIsExhaustedBeforeAnythingIsProposedTwice() {
        SearchSpace space = SearchSpace.builder()
                .categorical("a", 1, 2, 3)
                .integer("b", 1, 4)
                .build();
        Sampler bohb = create(space, 5);
        Set<Configuration> tried = new HashSet<>();
        for (int trial = 0; trial < 12; trial++) {
            Configuration proposal = bohb.propose(trial).orElseThrow();
            tried.add(proposal);
            bohb.observe(new Observation(trial, proposal, Observation.FULL, proposal.integer("b")));
        }
        assertThat(tried).hasSize(12);
        assertThat(bohb.propose(12)).isPresent();
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(
                        () -> new BohbSampler(new SamplerSpec.Bohb(OptionalInt.empty(), 15, 1.5, 64, 3, 1e-3), LINE, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("0 <= randomShare <= 1 must hold for sampler bohb, but got 1.5.");
    }

    private static double meanProposal(Sampler sampler) {
        return IntStream.range(0, 50)
                .mapToDouble(trial -> sampler.propose(trial).orElseThrow().number("x"))
                .average()
                .orElseThrow();
    }

    /** Results at places that get worse from first to last. */
    private static void observe(Sampler sampler, int budget, double... places) {
        for (int i = 0; i < places.length; i++) {
            observe(sampler, budget, places[i], (double) i);
        }
    }

    private static void observe(Sampler sampler, int budget, double place, Double loss) {
        sampler.observe(new Observation(0, LINE.check(Map.of("x", place)), budget, loss));
    }

    private static SamplerSpec.Bohb neverRandom() {
        return neverRandom(OptionalInt.empty());
    }

    private static SamplerSpec.Bohb neverRandom(OptionalInt minPoints) {
        return new SamplerSpec.Bohb(minPoints, 15, 0, 64, 3, 1e-3);
    }
}
