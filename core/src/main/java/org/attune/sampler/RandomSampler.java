package org.attune.sampler;

import java.util.Optional;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;

/**
 * Draws each trial's configuration from the space, independently of all others and of any result; the yardstick that other samplers must beat (Bergstra and Bengio,
 * "Random Search for Hyper-Parameter Optimization", JMLR 13 (2012)).
 */
public final class RandomSampler implements Sampler {
    /** Shared by all samplers, so that those that start at random start alike, and their comparison says more. */
    static final String PURPOSE = "sample";

    private final SearchSpace space;
    private final long seed;

    public RandomSampler(SearchSpace space, long seed) {
        this.space = space;
        this.seed = seed;
    }

    @Override
    public Optional<Configuration> propose(int trial) {
        return Optional.of(space.sample(Randomness.of(seed, trial, PURPOSE)));
    }

    @Override
    public void observe(Observation observation) {}
}
