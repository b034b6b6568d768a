package org.attune.sampler;

import org.attune.space.Configuration;

/**
 * A result that a model learns from.
 *
 * @param trial number of the trial
 * @param configuration what was tried
 * @param budget the step that the result belongs to: the rung's under a scheduler with rungs, else {@link #FULL}
 * @param loss what is minimised; positive infinity for a crash or not-a-number
 */
public record Observation(int trial, Configuration configuration, int budget, double loss) {

    /** Budget of a trial that ran to its own end. */
    public static final int FULL = Integer.MAX_VALUE;
}
