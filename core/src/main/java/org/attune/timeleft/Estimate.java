package org.attune.timeleft;

/**
 * How long something takes, in seconds.
 *
 * @param middle as likely too much as too little
 * @param upper too little in about one case of ten
 */
public record Estimate(double middle, double upper) {
    static final Estimate NOTHING = new Estimate(0, 0);

    Estimate times(double factor) {
        return new Estimate(middle * factor, upper * factor);
    }

    Estimate plus(Estimate other) {
        return new Estimate(middle + other.middle, upper + other.upper);
    }
}
