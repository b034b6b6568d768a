package org.attune.space.formats.configspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.attune.Shared;
import org.attune.space.Parameter;
import org.attune.space.RandomSpaces;
import org.attune.space.RandomSpaces.Feature;
import org.attune.space.SearchSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the real ConfigSpace says of configurations and how it encodes them. */
class ConfigSpaceVerdictsTest {
    private static final String EXPECTED = ConfigSpaceReferenceTest.REFERENCE + "expected/";

    /** Every space in every version's file. */
    static Stream<String> files() {
        return ConfigSpaceReferenceTest.files()
                // Bounds that these files do not have, or have rounded.
                .filter(file -> !file.matches("(0.4.21|0.6.1)/(priors_.*|quantised)|(0.*|1.0.1)/numbers"));
    }

    /** All but the one that 1.x cannot say. */
    static Stream<String> newest() {
        return Shared.names(EXPECTED, ".json").stream()
                .filter(name -> !name.equals("quantised"))
                .map(name -> "1.2.2/" + name);
    }

    private static List<Map<String, Object>> list(String file, String key) {
        return rows(Shared.json(EXPECTED + name(file) + ".json").get(key));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Object list) {
        return (List<Map<String, Object>>) list;
    }

    @ParameterizedTest
    @MethodSource("files")
    void verdictsAreThoseOfConfigSpace(String file) {
        ConfigSpaceVerdicts verdicts = new ConfigSpaceVerdicts(ConfigSpaceReferenceTest.space(file));

        agree(file, verdicts, list(file, "configurations"));
    }

    @ParameterizedTest
    @MethodSource("old")
    void verdictsByTheRulesOf07AreThoseOf07(String name) {
        SearchSpace space = ConfigSpaceReferenceTest.space("0.7.2/" + name);
        String expected = ConfigSpaceReferenceTest.REFERENCE + "expected_0.7.2/" + name + ".json";

        ConfigSpaceVerdicts verdicts = new ConfigSpaceVerdicts(space, true);
        for (Map<String, Object> row : rows(Shared.json(expected).get("configurations"))) {
            Map<String, Object> verdict = verdicts.judge(values(row)).json();
            // Of several faults of activity 0.7 finds another one first.
            assertThat(fault(verdict)).as("%s %s", name, row).isEqualTo(fault(row));
            assertThat(verdict.get("active")).as("%s %s", name, row).isEqualTo(row.get("active"));
        }
    }

    private static String fault(Map<String, Object> verdict) {
        return String.valueOf(verdict.get("error"))
                .replaceFirst("other", "illegal_value")
                .replaceFirst("inactive_set|active_not_set", "activity");
    }

    /** All but normal distributions, whose bounds 0.7 does not keep. */
    static Stream<String> old() {
        return Shared.names(ConfigSpaceReferenceTest.REFERENCE + "expected_0.7.2", ".json").stream()
                .filter(name -> !name.matches("priors_(float|int)"));
    }

    private static void agree(String file, ConfigSpaceVerdicts verdicts, List<Map<String, Object>> rows) {
        SoftAssertions all = new SoftAssertions();
        for (Map<String, Object> row : rows) {
            if ("other".equals(row.get("error"))) {
                // True for a real number is legal there, and then fails; here it is illegal.
                row = new LinkedHashMap<>(row);
                row.put("error", "illegal_value");
            }
            Map<String, Object> verdict = verdicts.judge(values(row)).json();
            all.assertThat(verdict.get("valid")).as("%s %s", file, row).isEqualTo(row.get("valid"));
            all.assertThat(verdict.get("error")).as("%s %s", file, row).isEqualTo(row.get("error"));
            all.assertThat(verdict.get("active")).as("%s %s", file, row).isEqualTo(row.get("active"));
            if (row.containsKey("parameter")) {
                all.assertThat(verdict.get("parameter")).as("%s %s", file, row).isEqualTo(row.get("parameter"));
            }
        }
        all.assertAll();
    }

    @ParameterizedTest
    @MethodSource("newest")
    void vectorsAreThoseOfConfigSpace(String file) {
        ConfigSpaceVector vector = new ConfigSpaceVector(ConfigSpaceReferenceTest.space(file));
        assertThat(vector.parameters().stream().map(Parameter::name))
                .containsExactlyElementsOf(list(file, "order").stream()
                        .map(row -> (String) row.get("name"))
                        .toList());
        for (Map<String, Object> row : list(file, "encodings")) {
            List<?> expected = (List<?>) row.get("vector");
            List<Double> got = vector.encode(values(row));
            assertThat(got).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                String name = vector.parameters().get(i).name();
                same(
                        vector.coordinates().get(i),
                        got.get(i),
                        expected.get(i),
                        values(row).get(name));
            }
            vector.decode(got).forEach((name, value) -> same(value, values(row).get(name), file + " " + row));
        }
    }

    @ParameterizedTest
    @MethodSource("newest")
    void everyPlaceIsThatOfConfigSpace(String file) {
        SearchSpace space = ConfigSpaceReferenceTest.space(file);
        for (Map<String, Object> probe : list(file, "probes")) {
            Coordinate coordinate = Coordinate.of(space.parameter((String) probe.get("parameter")));
            for (Object each : (List<?>) probe.get("decode")) {
                List<?> pair = (List<?>) each;
                double unit = ((Number) pair.get(0)).doubleValue();
                same(coordinate.value(coordinate.inverse(unit)), pair.get(1), file + " " + probe);
            }
            for (Object each : (List<?>) probe.get("encode")) {
                List<?> pair = (List<?>) each;
                same(coordinate.unit(coordinate.number(pair.get(0))), pair.get(1), file + " " + probe);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("newest")
    void theDefaultIsThatOfConfigSpace(String file) {
        SearchSpace space = ConfigSpaceReferenceTest.space(file);
        Map<?, ?> expected =
                (Map<?, ?>) Shared.json(EXPECTED + name(file) + ".json").get("default");

        assertThat(space.standard().values()).containsExactlyInAnyOrderEntriesOf(values(expected));
    }

    @Test
    void samplesOfAnySpaceAreValidAndDecoded() {
        for (long seed : RandomSpaces.seeds(100)) {
            // Steps have more digits than ConfigSpace compares, and Python orders what we do not.
            SearchSpace space =
                    RandomSpaces.without(Feature.STEPS, Feature.RELATIONS).space(seed);
            ConfigSpaceVerdicts verdicts = new ConfigSpaceVerdicts(space);
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 10; i++) {
                Map<String, Object> values = space.sample(random).values();
                assertThat(verdicts.judge(values)).isInstanceOfSatisfying(Verdict.Valid.class, valid -> {
                    assertThat(valid.active()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(values.keySet());
                    new ConfigSpaceVector(space)
                            .decode(valid.vector())
                            .forEach((name, value) -> same(value, values.get(name), "seed " + seed));
                });
            }
        }
    }

    @Test
    void equalityIsThatOfPython() {
        SearchSpace space = SearchSpace.builder()
                .categorical("kind", 1, "1", null)
                .integer("whole", 0, 5)
                .uniform("real", 0, 1)
                .build();
        ConfigSpaceVerdicts verdicts = new ConfigSpaceVerdicts(space);

        assertThat(verdicts.judge(values(true, 2.0, 1))).isInstanceOf(Verdict.Valid.class);
        assertThat(verdicts.judge(values(1.0, true, 0.5))).isInstanceOf(Verdict.Valid.class);
        assertThat(verdicts.judge(values(null, 1, 0.5))).isInstanceOf(Verdict.Valid.class);
        assertThat(verdicts.judge(values("1", null, 0.5)).json())
                .containsEntry("error", "illegal_value")
                .containsEntry("parameter", "whole")
                .containsEntry("message", "'whole' must be a whole number between 0 and 5, but got null.");
        assertThat(verdicts.judge(values(1, 1, Math.nextUp(1.0))).json()).containsEntry("parameter", "real");
        assertThat(verdicts.judge(values(1, 1, true)).json()).containsEntry("parameter", "real");
    }

    private static Map<String, Object> values(Object kind, Object whole, Object real) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("kind", kind);
        values.put("whole", whole);
        values.put("real", real);
        return values;
    }

    /**
     * A place up to 1e-9 and to what is lost when its value is written with 13 decimals. Of whole numbers on a logarithmic scale that were drawn from a prior,
     * the place is anywhere in the number's cell.
     */
    private static void same(Coordinate coordinate, Double got, Object expected, Object value) {
        if (expected == null) {
            assertThat(got).isNull();
            return;
        }
        double unit = ((Number) expected).doubleValue();
        double number = coordinate.number(value);
        double lost = coordinate instanceof Coordinate.Range range && !range.whole()
                ? coordinate.unit(number + 1e-13) - coordinate.unit(number)
                : 0;
        if (Math.abs(got - unit) > 1e-9 + lost) {
            assertThat(coordinate)
                    .isInstanceOfSatisfying(
                            Coordinate.Range.class,
                            range -> assertThat(range.whole() && range.log())
                                    .as("%s instead of %s", got, unit)
                                    .isTrue());
            assertThat(coordinate.value(coordinate.inverse(unit))).isEqualTo(value);
        }
    }

    /** Numbers up to 1e-9. */
    private static void same(Object got, Object expected, String what) {
        if (expected instanceof Number number && got instanceof Number other) {
            double size = Math.max(1, Math.abs(number.doubleValue()));
            assertThat(other.doubleValue()).as(what).isCloseTo(number.doubleValue(), within(1e-9 * size));
        } else {
            assertThat(got).as(what).isEqualTo(expected);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> values(Map<?, ?> row) {
        return (Map<String, Object>) row.get("values");
    }

    private static String name(String file) {
        return file.substring(file.indexOf('/') + 1);
    }
}
