package org.attune.head.task;

/** How long tasks of a pool take, and what follows: how many may wait at a slot, and how many slots are worth having. */
final class Pace {
    /** So much work waits at a slot at most: what is longer than this never waits behind another while a slot may become free elsewhere. */
    private static final double AHEAD_MICROS = 5_000;

    private static final int MOST_AHEAD = 512;
    private static final double WEIGHT = 0.2;
    private double micros = Double.NaN;

    void took(double meanMicros) {
        micros = Double.isNaN(micros) ? meanMicros : micros + WEIGHT * (meanMicros - micros);
    }

    /** A task has been under way for so long and is not over. */
    void isTaking(double atLeastMicros) {
        if (micros < atLeastMicros) {
            micros = atLeastMicros;
        }
    }

    /** How many may be sent to a slot at once. */
    int depth() {
        return Double.isNaN(micros) ? 1 : (int) Math.max(1, Math.min(MOST_AHEAD, AHEAD_MICROS / Math.max(1, micros)));
    }

    /** How many slots so many tasks are worth: one for each, unless a few have done them all in no time. */
    int slots(int tasks) {
        return Double.isNaN(micros)
                ? tasks
                : (int) Math.min(tasks, Math.ceil(tasks * Math.max(1, micros) / AHEAD_MICROS));
    }
}
