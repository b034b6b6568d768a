package org.attune.sampler;

import org.attune.space.SearchSpace;
import org.attune.spec.SamplerSpec;

/** Makes the sampler that a study asks for. */
public final class Samplers {
    private Samplers() {}

    public static Sampler create(SamplerSpec spec, SearchSpace space, long seed, int initialTrials) {
        return new RandomSampler(space, seed);
    }
}
