package org.attune.sampler;

import java.util.Optional;
import java.util.OptionalLong;
import org.attune.space.Combinations;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.spec.SamplerSpec;

/**
 * Tries every combination of some values of each parameter that is allowed, once: all choices, and of a range the number of levels that the settings ask for. What is not
 * active does not vary. The order is that of {@link Combinations}.
 *
 * <p>The trial's number alone says which combination it gets, so a grid of any size takes no memory and a resumed study goes on where it was.
 */
public final class GridSampler implements Sampler {
    private final Combinations combinations;
    private final SearchSpace space;
    private final int initialTrials;

    /**
     * @param initialTrials number of trials at the start that the study file gives itself; what they leave open is filled from the middle of the space
     * @throws IllegalArgumentException if a number of levels is missing or negative, or is set for something that is no range, or no combination is allowed
     */
    public GridSampler(SamplerSpec.Grid settings, SearchSpace space, int initialTrials) {
        this.combinations = settings.over(space);
        this.space = space;
        this.initialTrials = initialTrials;
    }

    @Override
    public Optional<Configuration> propose(int trial) {
        if (trial < initialTrials) {
            Configuration middle = space.standard();
            return space.allows(middle.values()) ? Optional.of(middle) : combinations.at(0);
        }
        return combinations.at((long) trial - initialTrials);
    }

    @Override
    public void observe(Observation observation) {}

    /** Number of combinations, the initial trials not counted; empty if counting them takes long, or there are 2^63 or more. */
    @Override
    public OptionalLong size() {
        return combinations.count();
    }
}
