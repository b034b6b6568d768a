package org.attune.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.spec.SamplerSpec;
import org.junit.jupiter.api.Test;

class RandomSamplerTest extends SamplerContract {

    @Override
    Sampler create(SearchSpace space, long seed) {
        return Samplers.create(new SamplerSpec.Random(), space, seed, 0);
    }

    @Test
    void trialsAndSeedsDrawIndependently() {
        SearchSpace space = SearchSpace.builder().uniform("x", 0, 1).build();
        Set<Configuration> drawn = new HashSet<>();
        for (long seed = 0; seed < 10; seed++) {
            Sampler sampler = create(space, seed);
            IntStream.range(0, 10)
                    .forEach(trial -> drawn.add(sampler.propose(trial).orElseThrow()));
        }
        assertThat(drawn).hasSize(100);
    }

    @Test
    void endsOfAnIntegerRangeAreAsLikelyAsTheRest() {
        Sampler sampler = create(SearchSpace.builder().integer("n", 1, 4).build(), 1);
        long[] counts = new long[5];
        IntStream.range(0, 8000)
                .forEach(trial ->
                        counts[(int) sampler.propose(trial).orElseThrow().integer("n")]++);
        // The standard deviation of a count is 39.
        assertThat(counts)
                .satisfies(all -> assertThat(IntStream.range(1, 5).mapToObj(n -> all[n]))
                        .allSatisfy(count -> assertThat(count).isBetween(1830L, 2170L)));
    }
}
