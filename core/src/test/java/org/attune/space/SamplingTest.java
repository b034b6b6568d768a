package org.attune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.attune.space.Clause.all;
import static org.attune.space.Clause.equal;
import static org.attune.space.Clause.greater;
import static org.attune.space.Clause.less;
import static org.attune.space.Clause.relate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class SamplingTest {
    private static final long SEED = 20261125;

    @Test
    void samplesAreDistributedAsIfEverythingWereDrawnAnewUntilItIsAllowed() {
        for (long seed : RandomSpaces.seeds(8)) {
            SearchSpace space = RandomSpaces.all().space(seed);
            assertAsDefined(space, Drawing::of, seed);
        }
    }

    @Test
    void samplesFromBoxesAreSoToo() {
        for (long seed : RandomSpaces.seeds(8)) {
            SearchSpace space = RandomSpaces.all().space(1000 + seed);
            assertAsDefined(space, Drawing::inRegions, seed);
        }
    }

    @Test
    void comparedRangesAreSampledAsDefined() {
        for (long seed : RandomSpaces.seeds(4)) {
            SearchSpace space = SearchSpace.builder()
                    .uniform("a", 0, 1)
                    .logUniform("b", 0.01, 3)
                    .integer("c", 0, 2)
                    .categorical("d", 0, 1, "x")
                    .when("a", Clause.not("d", "x"))
                    .forbid(relate("a", Comparison.GREATER, "b"))
                    .forbid(relate("a", Comparison.LESS, "d"))
                    .forbid(relate("c", Comparison.AT_LEAST, "b"))
                    .build();
            assertAsDefined(space, Drawing::inRegions, seed);
        }
    }

    @Test
    void aNarrowedRangeFollowsItsPriorUpToTheEndsOfWhatIsLeft() {
        FloatParameter normal = real(new Prior.Normal(0.2, 0.1));
        assertFollows(normal, 0.72, 0.75, NormalDistribution.of(0.2, 0.1));
        assertFollows(normal, 0.1999, 0.2001, NormalDistribution.of(0.2, 0.1));
        assertFollows(real(new Prior.Beta(2, 9)), 0.8, 0.9, BetaDistribution.of(2, 9));
    }

    @Test
    void wholeNumbersAndStepsAreAsLikelyAtTheEndsOfWhatIsLeft() {
        assertEqual(new IntegerParameter("x", 1, 100_000, false, 1), 500, 508, 9);
        assertEqual(new IntegerParameter("x", 0, 100_000, false, 10), 0, 61, 7);
        assertEqual(new FloatParameter("x", 0, 1000, false, 0.1), 999.45, 1001, 6);
    }

    @Test
    void logarithmicWholeNumbersAreAsLikelyAsTheLogarithmOfTheirCellIsLong() {
        IntegerParameter range = new IntegerParameter("x", 1, 4096, true, 1);
        SearchSpace space =
                SearchSpace.builder().add(range).forbid(less("x", 4090)).build();
        double[] probabilities = new double[7];
        double cell = 4095 / 4096.0;
        for (int i = 0; i < 7; i++) {
            probabilities[i] = Math.log(1 + (4090 + i) * cell) - Math.log(1 + (4089 + i) * cell);
        }
        int[] counts = new int[7];
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 20_000; i++) {
            counts[(int) space.sample(random).integer("x") - 4090]++;
        }
        Alike.assertFollows(counts, probabilities, "seed " + SEED);
    }

    @Test
    void hardlyAnythingAllowedInManyPlacesIsSampledUniformly() {
        SpaceBuilder builder = SearchSpace.builder().categorical("kind", "a", "b");
        for (int i = 0; i < 6; i++) {
            builder.integer("n" + i, 1, 100);
            builder.integer("m" + i, 1, 100).when("m" + i, equal("kind", "a"));
            builder.forbid(relate("n" + i, Comparison.NOT_EQUAL, "m" + i));
            builder.forbid(all(equal("kind", "b"), greater("n" + i, 1)));
        }
        SearchSpace space = builder.build();
        int[] kinds = new int[2];
        int[] first = new int[100];
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 20_000; i++) {
            Configuration sample = space.sample(random);
            assertThat(space.allows(sample.values())).isTrue();
            kinds[sample.text("kind").equals("a") ? 0 : 1]++;
            if (sample.text("kind").equals("a")) {
                first[(int) sample.integer("n3") - 1]++;
            }
        }
        // Both leave 1e-12: pairs that are equal, or all of the first parameters one of a hundred.
        Alike.assertFollows(kinds, new double[] {1, 1}, "seed " + SEED);
        Alike.assertFollows(
                first, Stream.generate(() -> 1.0).limit(100).mapToDouble(p -> p).toArray(), "seed " + SEED);
    }

    @Test
    void oneDrawIsUsedForEachParameterWhereBoxesAreKnown() {
        SearchSpace space = SearchSpace.builder()
                .integer("n", 1, 10_000)
                .uniform("x", 0, 1)
                .forbid(greater("n", 3))
                .build();
        int[] draws = new int[1];
        RandomGenerator counted = new SplittableRandom(SEED);
        space.sample((RandomGenerator) () -> {
            draws[0]++;
            return counted.nextLong();
        });
        assertThat(draws[0]).isEqualTo(2);
    }

    private static void assertAsDefined(SearchSpace space, Function<Component, Drawing> how, long seed) {
        int draws = 3_000;
        String what = "seed " + seed + ", " + space;
        Sampling sampling = new Sampling(space, how);
        SplittableRandom random = new SplittableRandom(seed);
        List<Configuration> samples =
                Stream.generate(() -> sampling.draw(random)).limit(draws).toList();
        samples.forEach(
                sample -> assertThat(space.check(sample.values())).as(what).isEqualTo(sample));
        List<Configuration> defined =
                Stream.generate(() -> naive(space, random)).limit(draws).toList();
        List<Parameter> parameters = space.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter one = parameters.get(i);
            Parameter next = parameters.get((i + 1) % parameters.size());
            Alike.assertAlike(samples, defined, sample -> cell(one, sample, 24), one + ", " + what);
            Alike.assertAlike(
                    samples,
                    defined,
                    sample -> List.of(cell(one, sample, 6), cell(next, sample, 6)),
                    one.name() + " and " + next.name() + ", " + what);
        }
    }

    private static Configuration naive(SearchSpace space, SplittableRandom random) {
        Object[] values = RandomSpaces.naiveDraw(space, random);
        return space.isForbidden(values) ? naive(space, random) : space.configuration(values);
    }

    private static Object cell(Parameter parameter, Configuration sample, int cells) {
        return !sample.values().containsKey(parameter.name())
                ? -1
                : (int) Math.min(cells - 1, parameter.encode(sample.get(parameter.name())) * cells);
    }

    private static FloatParameter real(Prior prior) {
        return new FloatParameter("x", 0, 1, false, 0, Optional.of(prior), Optional.empty());
    }

    private static void assertFollows(FloatParameter range, double low, double high, ContinuousDistribution prior) {
        SearchSpace space = SearchSpace.builder()
                .add(range)
                .forbid(Clause.any(less("x", low), greater("x", high)))
                .build();
        SplittableRandom random = new SplittableRandom(SEED);
        double from = prior.survivalProbability(low);
        double to = prior.survivalProbability(high);
        double[] units = new double[20_000];
        Arrays.setAll(
                units, i -> (prior.survivalProbability(space.sample(random).number("x")) - to) / (from - to));
        Alike.assertUniform(units, "seed " + SEED + ", " + range);
    }

    private static void assertEqual(NumberParameter range, double above, double below, int values) {
        SearchSpace space = SearchSpace.builder()
                .add(range)
                .uniform("y", 0, 1)
                .forbid(greater("x", below))
                .forbid(all(less("x", above), less("y", 2)))
                .build();
        int[] counts = new int[values];
        double[] alike = new double[values];
        Arrays.fill(alike, 1);
        double first = new Domain(range).atLeast(above);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 20_000; i++) {
            counts[(int) Math.round((space.sample(random).number("x") - first) / range.spacing())]++;
        }
        Alike.assertFollows(counts, alike, "seed " + SEED + ", " + range);
    }

    @Test
    void saysWhichClausesLeaveNothingThatDrawsFind() {
        SearchSpace space = SearchSpace.builder()
                .uniform("a", 0, 1)
                .uniform("b", 0, 1)
                .forbid(Clause.less("a", 0.5))
                .forbid(new Clause.Relate("a", Comparison.LESS, "b"))
                .forbid(new Clause.Relate("b", Comparison.LESS, "a"))
                .build();
        assertThatThrownBy(() -> space.sample(new SplittableRandom(1)))
                .isInstanceOf(NothingDrawnException.class)
                .hasMessageContaining("when all of these are forbidden: ")
                .hasMessageContaining("'a < b', 'b < a'")
                .hasMessageEndingWith(". Drop or narrow one of them.");
    }
}
