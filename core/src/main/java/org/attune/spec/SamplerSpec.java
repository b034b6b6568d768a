package org.attune.spec;

import java.util.Map;
import java.util.OptionalInt;

/** Which sampler, with its settings. */
public sealed interface SamplerSpec {

    /** Every combination once. {@code levels}: how many values of each continuous or long range; {@code levelsOf}: by parameter. */
    record Grid(int levels, Map<String, Integer> levelsOf) implements SamplerSpec {
        public Grid {
            levelsOf = Map.copyOf(levelsOf);
        }
    }

    /** Independent uniform draws. */
    record Random() implements SamplerSpec {}

    /**
     * The model of BOHB (Falkner et al. 2018).
     *
     * @param minPoints results at a budget before it gets a model, per group; absent: number of parameters + 1
     * @param topPercent share of the results that count as good, in percent, in (0, 100)
     * @param randomShare share of proposals drawn at random, in [0, 1]
     * @param candidates number of candidates that a proposal is chosen from, at least 1
     * @param bandwidthFactor widening of the good density when candidates are drawn from it, positive
     * @param minBandwidth smallest bandwidth, positive
     */
    record Bohb(
            OptionalInt minPoints,
            double topPercent,
            double randomShare,
            int candidates,
            double bandwidthFactor,
            double minBandwidth)
            implements SamplerSpec {

        public static Bohb standard() {
            return new Bohb(OptionalInt.empty(), 15, 1.0 / 3, 64, 3, 1e-3);
        }
    }
}
