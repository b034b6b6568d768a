package org.attune.sampler;

import java.util.Optional;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;

/** Draws each configuration at random, independently of all others. */
public final class RandomSampler implements Sampler {
    private final SearchSpace space;
    private final long seed;

    public RandomSampler(SearchSpace space, long seed) {
        this.space = space;
        this.seed = seed;
    }

    @Override
    public Optional<Configuration> propose(int trial) {
        return Optional.of(space.sample(Randomness.of(seed, trial, "random")));
    }

    @Override
    public void observe(Observation observation) {}
}
