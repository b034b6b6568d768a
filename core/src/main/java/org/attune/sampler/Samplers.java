package org.attune.sampler;

import org.attune.space.SearchSpace;
import org.attune.spec.SamplerSpec;

/** Makes the sampler that a study asks for. */
public final class Samplers {
    private Samplers() {}

    /**
     * @param seed of the study
     * @param initialTrials number of configurations that the study gives itself, for the trials 0, 1, ...; the sampler is asked for those too, to
     *     complete them
     * @throws IllegalArgumentException if the settings do not suit the space
     */
    public static Sampler create(SamplerSpec spec, SearchSpace space, long seed, int initialTrials) {
        if (spec instanceof SamplerSpec.Grid grid) {
            return new GridSampler(grid, space, initialTrials);
        } else if (spec instanceof SamplerSpec.Bohb bohb) {
            return new BohbSampler(bohb, space, seed);
        } else if (spec instanceof SamplerSpec.Random) {
            return new RandomSampler(space, seed);
        }
        throw new IllegalStateException("there is no sampler for " + spec + ".");
    }
}
