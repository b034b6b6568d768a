package org.attune.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.attune.sampler.kde.BohbReference;
import org.attune.space.Configuration;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.spec.SamplerSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The model and the proposals against those that HpBandSter made of the same observations. */
class BohbReferenceTest {
    private static final int PROPOSALS = 2000;

    @ParameterizedTest
    @ValueSource(strings = {"continuous", "mixed"})
    void resultsAreSplitAlikeAndScoredAlike(String name) {
        var reference = BohbReference.read(name);
        int[] categories = BohbReference.integers(reference.get("levels"));
        double[][] points = BohbReference.rows(reference.get("points"));
        var models = BohbReference.objects(reference.get("models"));
        assertThat(fit(reference, 2 * categories.length + 1, categories)).isEmpty();
        assertThat(((Number) models.get(0).get("observations")).intValue()).isEqualTo(2 * categories.length + 2);
        for (Map<String, Object> expected : models) {
            var model = fit(reference, ((Number) expected.get("observations")).intValue(), categories)
                    .orElseThrow();
            assertThat(model.good().size()).isEqualTo(BohbReference.rows(expected.get("good_raw")).length);
            assertThat(model.bad().size()).isEqualTo(BohbReference.rows(expected.get("bad_raw")).length);
            compare(model, points, BohbReference.numbers(expected.get("minimised")));
        }
    }

    private static Optional<BohbModel> fit(Map<String, Object> reference, int count, int[] categories) {
        List<double[]> bestFirst = BohbReference.objects(reference.get("observations")).subList(0, count).stream()
                .sorted(Comparator.comparingDouble(result -> BohbReference.number(result.get("loss"))))
                .map(result -> BohbReference.numbers(result.get("vector")))
                .toList();
        return BohbModel.fit(SamplerSpec.Bohb.standard(), bestFirst, categories);
    }

    private static void compare(BohbModel model, double[][] points, double[] minimised) {
        for (int i = 0; i < points.length; i++) {
            // The vectors in the file differ from those of its models in the tenth digit.
            assertThat(model.score(points[i])).as("point %d", i).isCloseTo(Math.log(minimised[i]), within(1e-5));
        }
    }

    @Test
    void proposalsInACube() {
        SearchSpace space = SearchSpace.builder()
                .logUniform("lr", 1e-5, 1e-1)
                .uniform("x", -5, 5)
                .uniform("y", 0, 1)
                .integer("z", 1, 40)
                .build();
        compareProposals("continuous", space);
    }

    @Test
    void proposalsWithCategories() {
        SearchSpace space = SearchSpace.builder()
                .categorical("batch_size", 16, 32, 64, 128)
                .categorical("conv_dim", 256, 512, 1024)
                .logUniform("lr", 1e-4, 1e-2)
                .logUniform("weight_decay", 1e-5, 1e-2)
                .build();
        compareProposals("mixed", space);
    }

    private static void compareProposals(String name, SearchSpace space) {
        var reference = BohbReference.read(name);
        var neverRandom = new SamplerSpec.Bohb(OptionalInt.empty(), 15, 0, 64, 3, 1e-3);
        Sampler sampler = new BohbSampler(neverRandom, space, 11);
        for (Map<String, Object> result : BohbReference.objects(reference.get("observations"))) {
            Configuration configuration = space.check(object(result.get("values")));
            sampler.observe(new Observation(0, configuration, 9, BohbReference.number(result.get("loss"))));
        }
        List<Configuration> proposals = IntStream.range(0, PROPOSALS)
                .mapToObj(trial -> sampler.propose(trial).orElseThrow())
                .toList();
        Map<String, Object> theirs = object(reference.get("proposals"));
        double count = BohbReference.number(theirs.get("model_based"));
        Map<String, Object> picks = object(theirs.get("model_based_picks"));
        for (Parameter parameter : space.parameters()) {
            Map<String, Object> expected = object(picks.get(parameter.name()));
            if (expected.containsKey("frequencies")) {
                compareShares(parameter, proposals, expected, count);
            } else {
                compareNumbers(parameter, proposals, expected, count);
            }
        }
    }

    private static void compareShares(
            Parameter parameter, List<Configuration> proposals, Map<String, Object> expected, double count) {
        for (Map<String, Object> frequency : BohbReference.objects(expected.get("frequencies"))) {
            double theirs = BohbReference.number(frequency.get("share"));
            double ours = proposals.stream()
                            .filter(proposal -> proposal.get(parameter.name()).equals(frequency.get("value")))
                            .count()
                    / (double) PROPOSALS;
            double error = Math.sqrt(ours * (1 - ours) * (1 / count + 1.0 / PROPOSALS));
            assertThat(ours)
                    .as("share of %s=%s", parameter.name(), frequency.get("value"))
                    .isCloseTo(theirs, within(4 * error));
        }
    }

    private static void compareNumbers(
            Parameter parameter, List<Configuration> proposals, Map<String, Object> expected, double count) {
        double[] units = proposals.stream()
                .mapToDouble(proposal -> parameter.encode(proposal.get(parameter.name())))
                .sorted()
                .toArray();
        double mean = Arrays.stream(units).average().orElseThrow();
        double deviation = Math.sqrt(
                Arrays.stream(units).map(u -> (u - mean) * (u - mean)).average().orElseThrow());
        double error = deviation * Math.sqrt(1 / count + 1.0 / PROPOSALS);
        assertThat(mean)
                .as("mean of %s", parameter.name())
                .isCloseTo(BohbReference.number(expected.get("unit_mean")), within(4 * error));
        assertThat(deviation)
                .as("deviation of %s", parameter.name())
                .isCloseTo(BohbReference.number(expected.get("unit_std")), within(4 * error));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }
}
