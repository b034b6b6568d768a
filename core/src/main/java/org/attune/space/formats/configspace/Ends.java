package org.attune.space.formats.configspace;

/** Of a range. */
record Ends(double low, double high) {
    /** One draw in 500 million lies farther from the mean. */
    static final int DEVIATIONS = 6;

    private static final double MOST_WHOLE = 1L << 52;

    /**
     * For a normal distribution of which a file from before 0.7 does not say where it ends.
     *
     * @param deviation of the logarithm, if {@code log}
     * @param step of whole numbers at least 1; 0 for a continuum
     * @param standard the default; NaN if there is none
     */
    static Ends ofEndless(double mean, double deviation, boolean log, double step, double standard) {
        double reach = DEVIATIONS * deviation;
        double low = log ? mean * StrictMath.exp(-reach) : mean - reach;
        double high = log ? mean * StrictMath.exp(reach) : mean + reach;
        if (!Double.isNaN(standard)) {
            low = Math.min(low, standard);
            high = Math.max(high, standard);
        }
        if (step == 0) {
            return new Ends(low, high);
        }
        high = Math.min(step * Math.ceil(high / step), MOST_WHOLE);
        return new Ends(Math.min(high, Math.max(step * Math.floor(low / step), log ? step : -MOST_WHOLE)), high);
    }
}
