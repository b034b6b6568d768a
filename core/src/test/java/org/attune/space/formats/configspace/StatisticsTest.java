package org.attune.space.formats.configspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.attune.Shared;
import org.attune.space.Configuration;
import org.attune.space.Feasibility;
import org.attune.space.SearchSpace;
import org.attune.text.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Samples beside those of the real ConfigSpace, within the tolerances that the reference states. */
class StatisticsTest {
    private static final String REFERENCE = ConfigSpaceReferenceTest.REFERENCE;
    private static final long SEED = 20261125;
    private static final int DRAWS = 10_000;

    /**
     * What docs/samplers.md says is different on purpose: where ConfigSpace rounds, the first and last of whole numbers and steps own half a cell, or one that is wider on
     * a logarithmic scale; here each owns a whole one.
     */
    private static final Map<String, Set<String>> DIFFERENT = Map.of(
            "expected/priors_beta", Set.of("beta_int_log"),
            "expected/quantised", Set.of("steps", "width", "log_q", "lr_q"),
            "expected_0.7.2/numbers", Set.of("layers_log", "log_small"),
            "expected_0.7.2/priors_beta", Set.of("beta_int_log"),
            "expected_0.7.2/priors_int", Set.of("normal", "skewed"));

    static Stream<String> spaces() {
        return Stream.of("expected", "expected_0.7.2")
                .flatMap(folder ->
                        Shared.names(REFERENCE + folder, ".json").stream().map(name -> folder + "/" + name));
    }

    @ParameterizedTest
    @MethodSource("spaces")
    void marginalsAreThoseOfConfigSpace(String file) {
        Map<?, ?> statistics =
                (Map<?, ?>) Shared.json(REFERENCE + file + ".json").get("statistics");
        SearchSpace space = ConfigSpaceReferenceTest.space(source(file));
        SplittableRandom random = new SplittableRandom(SEED);
        List<Configuration> samples =
                Stream.generate(() -> space.sample(random)).limit(DRAWS).toList();
        SoftAssertions softly = new SoftAssertions();
        double shareTolerance =
                statistics.get("share_forbidden_tolerance") instanceof Number given ? given.doubleValue() : 1e-12;
        softly.assertThat(Feasibility.of(space).forbidden())
                .as("forbidden")
                .isCloseTo(number(statistics, "share_forbidden"), within(shareTolerance));
        Set<String> different = DIFFERENT.getOrDefault(file, Set.of());
        Map<?, ?> parameters = (Map<?, ?>) statistics.get("parameters");
        assertThat(different).allMatch(parameters::containsKey);
        parameters.forEach((name, expected) -> {
            if (!different.contains(name)) {
                compare(softly, (String) name, (Map<?, ?>) expected, samples, number(statistics, "samples"));
            }
        });
        softly.assertAll();
    }

    private static String source(String file) {
        String name = file.substring(file.indexOf('/') + 1);
        return (file.startsWith("expected_0.7.2") || name.equals("quantised") ? "0.7.2/" : "1.2.2/") + name;
    }

    private static void compare(
            SoftAssertions softly, String name, Map<?, ?> expected, List<Configuration> samples, double theirs) {
        List<Object> values = samples.stream()
                .filter(sample -> sample.values().containsKey(name))
                .map(sample -> sample.get(name))
                .toList();
        Check check = new Check(softly, name, expected);
        check.close(
                "share_active",
                (double) values.size() / samples.size(),
                number(expected, "share_active"),
                number(expected, "share_active_tolerance"),
                scaled(theirs, samples.size()));
        double scale = scaled(number(expected, "active"), values.size());
        if (expected.containsKey("mean")) {
            check.close("mean", mean(values, value -> value), scale);
        }
        if (expected.containsKey("log_mean")) {
            check.close("log_mean", mean(values, Math::log), scale);
        }
        if (expected.get("cdf") instanceof List<?> rows) {
            double tolerance = number(expected, "cdf_tolerance");
            for (Object each : rows) {
                List<?> row = (List<?>) each;
                double x = ((Number) row.get(0)).doubleValue();
                // ConfigSpace's numbers are rounded to 13 decimals.
                double below = share(values, value -> value < x - 1e-13);
                double upTo = share(values, value -> value <= x + 1e-13);
                check.close("share below " + x, below, ((Number) row.get(1)).doubleValue(), tolerance, scale);
                check.close("share up to " + x, upTo, ((Number) row.get(2)).doubleValue(), tolerance, scale);
            }
        }
        if (expected.get("frequencies") instanceof List<?> rows) {
            for (Object each : rows) {
                Map<?, ?> row = (Map<?, ?>) each;
                Object choice = Json.normal(row.get("value"));
                double share = (double) values.stream()
                                .filter(value -> isSame(value, choice))
                                .count()
                        / values.size();
                check.close("share of " + choice, share, number(row, "share"), number(row, "tolerance"), scale);
            }
        }
    }

    private record Check(SoftAssertions softly, String name, Map<?, ?> expected) {
        void close(String what, double actual, double scale) {
            close(what, actual, number(expected, what), number(expected, what + "_tolerance"), scale);
        }

        void close(String what, double actual, double wanted, double tolerance, double scale) {
            softly.assertThat(actual)
                    .as("%s of '%s', seed %d", what, name, SEED)
                    .isCloseTo(wanted, within(tolerance * scale + 1e-12));
        }
    }

    /** A tolerance is for two samples of the same size. */
    private static double scaled(double theirs, double ours) {
        return Math.sqrt((1 / theirs + 1 / ours) / (2 / theirs));
    }

    private static boolean isSame(Object value, Object choice) {
        return value instanceof Number a && choice instanceof Number b
                ? Math.abs(a.doubleValue() - b.doubleValue()) <= 1e-12 * Math.abs(b.doubleValue())
                : value == null ? choice == null : value.equals(choice);
    }

    private static double mean(List<Object> values, ToDoubleFunction<Double> of) {
        return values.stream()
                .mapToDouble(value -> of.applyAsDouble(((Number) value).doubleValue()))
                .average()
                .orElseThrow();
    }

    private static double share(List<Object> values, DoublePredicate which) {
        return (double) values.stream()
                        .mapToDouble(value -> ((Number) value).doubleValue())
                        .filter(which)
                        .count()
                / values.size();
    }

    private static double number(Map<?, ?> map, String key) {
        return ((Number) map.get(key)).doubleValue();
    }
}
