package org.attune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EncodingTest {
    private static final SearchSpace NESTED = SearchSpace.builder()
            .uniform("momentum", 0, 0.5)
            .categorical("optimizer", "adam", "sgd")
            .constant("epochs", 27)
            .categorical("nesterov", true, false)
            .when("momentum", Clause.equal("optimizer", "sgd"))
            .when("nesterov", Clause.greater("momentum", 0.25))
            .forbid(Clause.all(Clause.equal("nesterov", true), Clause.greater("momentum", 0.4)))
            .build();

    @Test
    void decodingInvertsEncoding() {
        for (long seed : RandomSpaces.seeds(200)) {
            SearchSpace space = RandomSpaces.all().space(seed);
            Encoding encoding = new Encoding(space);
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 20; i++) {
                Configuration drawn = space.sample(random);
                double[] place = encoding.encode(drawn);
                Configuration back = encoding.decode(place);
                assertThat(discrete(space, back)).as("seed %d, %s", seed, space).isEqualTo(discrete(space, drawn));
                for (FloatParameter real : continua(space, drawn)) {
                    assertThat(back.number(real.name()))
                            .as("seed %d, %s", seed, real)
                            .isCloseTo(drawn.number(real.name()), within(resolution(real, drawn.number(real.name()))));
                }
            }
        }
    }

    @Test
    void anyPlaceIsAConfigurationWithItsActiveParametersAlone() {
        for (long seed : RandomSpaces.seeds(200)) {
            SearchSpace space = RandomSpaces.all().space(seed);
            Encoding encoding = new Encoding(space);
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 20; i++) {
                double[] place = place(encoding, random);
                Configuration decoded = encoding.decode(place);
                assertThat(fault(space, decoded)).as("seed %d, %s", seed, space).isIn("none", "FORBIDDEN");
                assertThat(encoding.decodeAllowed(place).isPresent())
                        .as("seed %d, %s", seed, space)
                        .isEqualTo(space.allows(decoded.values()) && isDrawn(space, decoded));
                double[] seen = encoding.encode(decoded);
                double[] rounded = encoding.round(place);
                assertThat(IntStream.range(0, seen.length).filter(column -> !Double.isNaN(seen[column])))
                        .as("seed %d, %s", seed, space)
                        .allMatch(column -> seen[column] == rounded[column]);
            }
        }
    }

    /** Whether no choice has the weight 0. */
    private static boolean isDrawn(SearchSpace space, Configuration configuration) {
        return configuration.values().entrySet().stream()
                .allMatch(entry -> !(space.parameter(entry.getKey()) instanceof ChoiceParameter choice)
                        || choice.probability(choice.index(entry.getValue())) > 0);
    }

    @Test
    void whatIsNotActiveIsNotANumberAndIsLeftOut() {
        Encoding encoding = new Encoding(NESTED);
        assertThat(encoding.columns()).extracting(Parameter::name).containsExactly("momentum", "optimizer", "nesterov");
        Configuration plain = NESTED.check(Map.of("optimizer", "adam", "epochs", 27));
        assertThat(encoding.encode(plain)).containsExactly(Double.NaN, 0, Double.NaN);
        assertThat(encoding.decode(new double[] {0.9, 0, 1})).isEqualTo(plain);
        assertThat(encoding.decode(new double[] {0.4, 1, 1}).values())
                .containsOnlyKeys("momentum", "optimizer", "epochs");
        assertThat(encoding.decode(new double[] {0.6, 1, 0}).values())
                .isEqualTo(Map.of("momentum", 0.3, "optimizer", "sgd", "epochs", 27L, "nesterov", true));
        assertThat(encoding.decodeAllowed(new double[] {0.9, 1, 0})).isEmpty();
    }

    @Test
    void whatIsActiveWithoutANumberIsTheDefault() {
        Encoding encoding = new Encoding(NESTED);
        assertThat(encoding.decode(new double[] {Double.NaN, 1, Double.NaN}).values())
                .isEqualTo(Map.of("momentum", 0.25, "optimizer", "sgd", "epochs", 27L));
    }

    @Test
    void cellsFillTheUnitIntervalAndStandForOneValueEach() {
        for (long seed : RandomSpaces.seeds(200)) {
            Encoding encoding = new Encoding(RandomSpaces.all().space(seed));
            for (int column = 0; column < encoding.width(); column++) {
                Parameter parameter = encoding.columns().get(column);
                assertThat(encoding.levels(column)).isEqualTo(parameter.size());
                if (encoding.categories(column) > 0 || encoding.levels(column) > 2000) {
                    continue;
                }
                double reached = 0;
                for (long level = 0; level < encoding.levels(column); level++) {
                    Cell cell = encoding.cell(column, Math.min(1, reached + 1e-9));
                    Object value = parameter.decode(cell.centre());
                    assertThat(cell.from()).as("seed %d, %s", seed, parameter).isCloseTo(reached, within(1e-12));
                    assertThat(List.of(cell.from() + cell.width() / 1000, cell.to() - cell.width() / 1000))
                            .as("seed %d, %s", seed, parameter)
                            .allSatisfy(
                                    unit -> assertThat(parameter.decode(unit)).isEqualTo(value));
                    assertThat(parameter.encode(value)).isCloseTo(cell.centre(), within(1e-12));
                    reached = cell.to();
                }
                assertThat(reached).as("seed %d, %s", seed, parameter).isCloseTo(1, within(1e-12));
            }
        }
        assertThat(new Encoding(NESTED).cell(0, 0.25)).isEqualTo(new Cell(0.25, 0.25));
    }

    private static double[] place(Encoding encoding, SplittableRandom random) {
        double[] place = new double[encoding.width()];
        for (int column = 0; column < place.length; column++) {
            int categories = encoding.categories(column);
            boolean end = random.nextDouble() < 0.1;
            place[column] = categories > 0 ? random.nextInt(categories) : end ? random.nextInt(2) : random.nextDouble();
        }
        return place;
    }

    private static String fault(SearchSpace space, Configuration configuration) {
        try {
            space.check(configuration.values());
            return "none";
        } catch (IllegalConfigurationException e) {
            return e.fault().toString();
        }
    }

    private static Map<String, Object> discrete(SearchSpace space, Configuration configuration) {
        Map<String, Object> values = new LinkedHashMap<>(configuration.values());
        continua(space, configuration).forEach(real -> values.put(real.name(), "a continuum"));
        return values;
    }

    private static List<FloatParameter> continua(SearchSpace space, Configuration configuration) {
        return space.parameters().stream()
                .filter(parameter -> configuration.values().containsKey(parameter.name()))
                .filter(parameter -> parameter.size() == Long.MAX_VALUE && parameter instanceof FloatParameter)
                .map(FloatParameter.class::cast)
                .toList();
    }

    private static double resolution(FloatParameter real, double value) {
        double largest = Math.max(Math.abs(real.low()), Math.abs(real.high()));
        double logarithm = Math.max(Math.abs(Math.log(value)), Math.abs(Math.log(real.high() / real.low())));
        return 4 * (real.log() ? value * Math.ulp(1 + logarithm) : Math.ulp(largest));
    }
}
