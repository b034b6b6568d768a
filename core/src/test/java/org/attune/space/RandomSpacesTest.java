package org.attune.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomSpacesTest {

    @Test
    void theSameSeedGivesTheSameSpace() {
        for (long seed : RandomSpaces.seeds(20)) {
            assertThat(RandomSpaces.all().space(seed))
                    .as("seed %d", seed)
                    .isEqualTo(RandomSpaces.all().space(seed));
        }
    }

    @Test
    void samplesAreValidAndValuesAreInvertedByTheirPlace() {
        for (long seed : RandomSpaces.seeds(200)) {
            SearchSpace space = RandomSpaces.all().space(seed);
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 20; i++) {
                Configuration drawn = space.sample(random);
                assertThat(space.check(drawn.values()))
                        .as("seed %d, %s", seed, space)
                        .isEqualTo(drawn);
                for (Parameter parameter : space.parameters()) {
                    if (drawn.values().containsKey(parameter.name())) {
                        Object value = drawn.get(parameter.name());
                        assertThat(parameter.decode(parameter.encode(value)))
                                .as("seed %d, %s", seed, parameter)
                                .matches(back -> same(parameter, back, value));
                    }
                }
            }
        }
    }

    /** Of a continuum up to rounding. */
    private static boolean same(Parameter parameter, Object back, Object value) {
        return parameter instanceof FloatParameter real && real.step() == 0
                ? Math.abs((Double) back - (Double) value) <= 1e-10 * (Math.abs((Double) value) + 1e-3)
                : back == null ? value == null : back.equals(value);
    }
}
