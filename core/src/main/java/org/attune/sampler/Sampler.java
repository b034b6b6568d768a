package org.attune.sampler;

import java.util.Optional;
import java.util.OptionalLong;
import org.attune.space.Configuration;

/**
 * Proposes configurations.
 *
 * <p>A sampler is a function of its settings, its seed and what it has observed so far, in order: {@link #propose} changes nothing that a later
 * proposal could notice, and a sampler made anew and given the same observations proposes the same configurations. What it keeps beside the observations are memos.
 * It has no clock, does no I/O and starts no threads, and one thread uses it at a time.
 *
 * <p>In a study, before trial 7 is created, the calls may have been: {@code propose(0) propose(1) observe(1 at budget 3) propose(2) ...}. An
 * observation comes once for each result, in the order in which results came in, crashes included. A trial that was lost through no fault of its own is never observed.
 */
public interface Sampler {

    /**
     * A configuration for a trial that is about to be created.
     *
     * @param trial number of the trial, from 0; calls may come in any order and more than once
     * @return empty if there is nothing left to try
     */
    Optional<Configuration> propose(int trial);

    /** Takes in a result. */
    void observe(Observation observation);

    /** How many configurations there are in all, if that is known. */
    default OptionalLong size() {
        return OptionalLong.empty();
    }
}
