package org.attune.sampler;

import java.util.Set;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.spec.SamplerSpec;

/** Makes the sampler that a study asks for. */
public final class Samplers {
    private Samplers() {}

    /** For a study that has no trials yet. {@code others}: number of its initial ones. */
    public static Sampler create(SamplerSpec spec, SearchSpace space, long seed, int others) {
        return create(spec, space, seed, others, Set.of());
    }

    /**
     * @param seed of the study
     * @param others number of trials at the beginning for which the sampler does not propose of itself: the study's initial ones, and those that were created under another space; the sampler
     *     is asked for those too, to complete them
     * @param tried what these trials were, as far as it is known; a grid passes over it
     * @throws IllegalArgumentException if the settings do not suit the space
     */
    public static Sampler create(SamplerSpec spec, SearchSpace space, long seed, int others, Set<Configuration> tried) {
        if (spec instanceof SamplerSpec.Grid grid) {
            return tried.isEmpty() ? new GridSampler(grid, space, others) : new UntriedGrid(grid, space, others, tried);
        } else if (spec instanceof SamplerSpec.Bohb bohb) {
            return new BohbSampler(bohb, space, seed);
        } else if (spec instanceof SamplerSpec.Random) {
            return new RandomSampler(space, seed);
        }
        throw new IllegalStateException("there is no sampler for " + spec + ".");
    }
}
