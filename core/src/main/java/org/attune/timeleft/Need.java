package org.attune.timeleft;

/**
 * What a trial needs until something of it is kept.
 *
 * @param steps that it takes
 * @param time that they take, with that in which its program loads if it begins
 */
public record Need(int steps, Estimate time) {
    /** Of which nothing is known. */
    public static final Need UNKNOWN = new Need(1, Estimate.NOTHING);
}
