package org.attune.timeleft;

import java.util.Arrays;

/** The last of some numbers. */
final class Samples {
    private final double[] last;
    private int count;

    /** @param most how many are kept */
    Samples(int most) {
        last = new double[most];
    }

    void add(double value) {
        last[count++ % last.length] = value;
    }

    int count() {
        return Math.min(count, last.length);
    }

    boolean isEmpty() {
        return count == 0;
    }

    double median() {
        return quantile(0.5);
    }

    /** The least of the numbers that so large a part does not exceed. */
    double quantile(double part) {
        return quantile(Arrays.copyOf(last, count()), part);
    }

    static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int index = (int) Math.ceil(part * sorted.length) - 1;
        return sorted[Math.max(0, Math.min(sorted.length - 1, index))];
    }
}
