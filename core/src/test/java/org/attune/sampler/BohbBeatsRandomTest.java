package org.attune.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.spec.SamplerSpec;
import org.junit.jupiter.api.Test;

/** Over many seeds, the best of 60 results with BOHB's model is better than that of random search. */
class BohbBeatsRandomTest {
    private static final int FIRST_SEED = 100;
    private static final int SEEDS = 40;
    private static final int EVALUATIONS = 60;
    private static final double LEVEL = 0.01;

    private static final Map<String, Double> OPTIMIZERS = Map.of("sgd", 0.5, "adam", 0.0, "rmsprop", 0.3);
    private static final SearchSpace SPACE = SearchSpace.builder()
            .logUniform("lr", 1e-5, 1e-1)
            .uniform("dropout", 0, 0.8)
            .integer("layers", 1, 12)
            .categorical("optimizer", "sgd", "adam", "rmsprop")
            .ordinal("width", 32, 64, 128, 256, 512)
            .build();

    @Test
    void bohbIsBetterThanRandomSearch() {
        compare("", SPACE, BohbBeatsRandomTest::loss);
    }

    @Test
    void bohbIsBetterThanRandomSearchWhereConditionsMatter() {
        compare(" in a conditional space", ConditionalProblem.SPACE, ConditionalProblem::loss);
    }

    private static void compare(String where, SearchSpace space, ToDoubleFunction<Configuration> loss) {
        double[] gains = IntStream.range(FIRST_SEED, FIRST_SEED + SEEDS)
                .mapToDouble(seed -> best(new RandomSampler(space, seed), loss)
                        - best(new BohbSampler(SamplerSpec.Bohb.standard(), space, seed), loss))
                .toArray();
        double p = SignedRanks.probabilityOfAtLeast(gains);
        System.out.printf(
                "BOHB against random%s, seeds %d to %d, %d evaluations: mean gain %.4f, p = %.2g%n",
                where,
                FIRST_SEED,
                FIRST_SEED + SEEDS - 1,
                EVALUATIONS,
                IntStream.range(0, SEEDS).mapToDouble(i -> gains[i]).average().orElseThrow(),
                p);
        assertThat(p).isLessThan(LEVEL);
    }

    private static double best(Sampler sampler, ToDoubleFunction<Configuration> losses) {
        double best = Double.POSITIVE_INFINITY;
        for (int trial = 0; trial < EVALUATIONS; trial++) {
            Configuration configuration = sampler.propose(trial).orElseThrow();
            double loss = losses.applyAsDouble(configuration);
            sampler.observe(new Observation(trial, configuration, Observation.FULL, loss));
            best = Math.min(best, loss);
        }
        return best;
    }

    /** Smooth with one valley, the learning rate and the depth coupled, the categories not in order; 0 at its best, about 2 at random. */
    private static double loss(Configuration configuration) {
        double rate = StrictMath.log10(configuration.number("lr")) + 3;
        double depth = (configuration.integer("layers") - 5) / 4.0;
        double dropout = configuration.number("dropout") - 0.2;
        double width = StrictMath.log(configuration.number("width") / 128) / StrictMath.log(2);
        return 0.5 * (rate + 0.4 * depth) * (rate + 0.4 * depth)
                + 0.4 * depth * depth
                + 3 * dropout * dropout
                + 0.1 * width * width
                + OPTIMIZERS.get(configuration.text("optimizer"));
    }
}
