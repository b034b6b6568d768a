package org.attune.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.attune.space.ChoiceParameter;
import org.attune.space.FloatParameter;
import org.attune.space.IllegalValueException;
import org.attune.space.SearchSpace;
import org.attune.spec.SamplerSpec;
import org.junit.jupiter.api.Test;

class GridSamplerTest extends SamplerContract {

    @Override
    Sampler create(SearchSpace space, long seed) {
        return Samplers.create(new SamplerSpec.Grid(4, Map.of()), space, seed, 0);
    }

    @Test
    void everyCombinationComesOnceAndTheLastParameterVariesFastest() {
        SearchSpace space = SearchSpace.builder()
                .categorical("a", "x", "y")
                .constant("c", 9)
                .integer("b", 1, 3)
                .build();
        Sampler sampler = create(space, 1);
        assertThat(sampler.size()).hasValue(6);
        assertThat(IntStream.range(0, 6)
                        .mapToObj(trial -> sampler.propose(trial).orElseThrow().toString()))
                .containsExactly(
                        "{\"a\":\"x\",\"c\":9,\"b\":1}",
                        "{\"a\":\"x\",\"c\":9,\"b\":2}",
                        "{\"a\":\"x\",\"c\":9,\"b\":3}",
                        "{\"a\":\"y\",\"c\":9,\"b\":1}",
                        "{\"a\":\"y\",\"c\":9,\"b\":2}",
                        "{\"a\":\"y\",\"c\":9,\"b\":3}");
        assertThat(sampler.propose(6)).isEmpty();
    }

    @Test
    void choicesMayBeNull() {
        SearchSpace space = SearchSpace.builder()
                .add(new ChoiceParameter("c", Arrays.asList(null, 1), false))
                .constant("k", null)
                .build();
        assertThat(create(space, 1).propose(0).orElseThrow().values().values()).allMatch(Objects::isNull);
    }

    @Test
    void choicesOfWeightZeroAreLeftOut() {
        SearchSpace space = SearchSpace.builder()
                .categorical("act", "relu", "tanh", "gelu")
                .weights(1, 0, 2)
                .build();
        Sampler sampler = Samplers.create(new SamplerSpec.Grid(0, Map.of()), space, 1, 0);
        assertThat(sampler.size()).hasValue(2);
        assertThat(IntStream.range(0, 2)
                        .mapToObj(trial -> sampler.propose(trial).orElseThrow().text("act")))
                .containsExactly("relu", "gelu");
    }

    @Test
    void aGridThatNoMemoryHoldsIsWalkedByItsIndex() {
        var builder = SearchSpace.builder();
        IntStream.range(0, 15).forEach(i -> builder.uniform("x" + i, 0, 9));
        Sampler sampler = Samplers.create(new SamplerSpec.Grid(10, Map.of()), builder.build(), 1, 0);
        assertThat(sampler.size()).hasValue(1_000_000_000_000_000L);
        var values = sampler.propose(123_456_789).orElseThrow().values().values();
        assertThat(values).containsExactly(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0);
    }

    @Test
    void aSizeBeyondAllNumbersIsNotKnown() {
        var builder = SearchSpace.builder();
        IntStream.range(0, 30).forEach(i -> builder.uniform("x" + i, 0, 9));
        Sampler sampler = Samplers.create(new SamplerSpec.Grid(10, Map.of()), builder.build(), 1, 5);
        assertThat(sampler.size()).isEmpty();
        assertThat(sampler.propose(Integer.MAX_VALUE)).isPresent();
    }

    @Test
    void initialTrialsAreCompletedFromTheMiddleAndTakeNoPointAway() {
        SearchSpace space = SearchSpace.builder().integer("n", 1, 3).build();
        Sampler sampler = Samplers.create(new SamplerSpec.Grid(3, Map.of()), space, 1, 2);
        assertThat(sampler.size()).hasValue(3);
        assertThat(IntStream.range(0, 5)
                        .mapToObj(trial -> sampler.propose(trial).orElseThrow().integer("n")))
                .containsExactly(2L, 2L, 1L, 2L, 3L);
        assertThat(sampler.propose(5)).isEmpty();
    }

    @Test
    void levelsCanBeSetForOneParameter() {
        SearchSpace space =
                SearchSpace.builder().uniform("x", 0, 1).uniform("y", 0, 1).build();
        Sampler sampler = Samplers.create(new SamplerSpec.Grid(5, Map.of("y", 2)), space, 1, 0);
        assertThat(sampler.size()).hasValue(10);
    }

    @Test
    void withoutLevelsARangeGivesAllItsValuesHoweverMany() {
        SearchSpace space = SearchSpace.builder()
                .add(new FloatParameter("x", 0, 1, false, 0.25))
                .integer("n", 0, 1L << 40)
                .build();
        Sampler sampler = Samplers.create(new SamplerSpec.Grid(0, Map.of()), space, 1, 0);
        assertThat(sampler.size()).hasValue(5 * ((1L << 40) + 1));
        assertThat(sampler.propose(1_000_000).orElseThrow().integer("n")).isEqualTo(1_000_000);
        assertThatThrownBy(() -> Samplers.create(
                        new SamplerSpec.Grid(0, Map.of()),
                        SearchSpace.builder().uniform("x", 0, 1).build(),
                        1,
                        0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a grid over the continuum 'x' must have levels, but got none. Maybe 5?");
    }

    @Test
    void levelsOfWhatIsNoRangeAreRefused() {
        SearchSpace space =
                SearchSpace.builder().categorical("c", 1, 2).uniform("x", 0, 1).build();
        assertThatThrownBy(() -> Samplers.create(new SamplerSpec.Grid(5, Map.of("c", 2)), space, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("levels are for ranges, but got levels for 'c', of which a grid tries every value. "
                        + "Maybe leave it out?");
        assertThatThrownBy(() -> Samplers.create(new SamplerSpec.Grid(5, Map.of("z", 2)), space, 1, 0))
                .isInstanceOf(IllegalValueException.class)
                .hasMessageContaining("no parameter 'z', only c, x");
        assertThatThrownBy(() -> Samplers.create(new SamplerSpec.Grid(5, Map.of("x", -1)), space, 1, 0))
                .hasMessage("the levels of 'x' must be at least 1, or 0 for all values, but got -1.");
    }
}
