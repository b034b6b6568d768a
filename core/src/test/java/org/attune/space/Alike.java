package org.attune.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** Tests of samples that fail by chance in less than one of ten million cases. */
final class Alike {
    private static final double CHANCE = 1e-7;
    private static final int FEW = 16;

    private Alike() {}

    /** Two samples of the same size, put into kinds, may be of one distribution. */
    static <T> void assertAlike(List<T> sample, List<T> other, Function<T, Object> kind, String what) {
        Map<Object, int[]> counts = new HashMap<>();
        sample.forEach(one -> counts.computeIfAbsent(kind.apply(one), key -> new int[2])[0]++);
        other.forEach(one -> counts.computeIfAbsent(kind.apply(one), key -> new int[2])[1]++);
        int[] rare = new int[2];
        double distance = 0;
        int kinds = 0;
        for (int[] pair : counts.values()) {
            if (pair[0] + pair[1] < FEW) {
                rare[0] += pair[0];
                rare[1] += pair[1];
            } else {
                distance += square(pair);
                kinds++;
            }
        }
        if (rare[0] + rare[1] >= FEW) {
            distance += square(rare);
            kinds++;
        }
        if (kinds > 1) {
            assertThat(ChiSquaredDistribution.of(kinds - 1).survivalProbability(distance))
                    .as(what)
                    .isGreaterThan(CHANCE);
        }
    }

    /** Counts may come of draws with these probabilities, which need not add up to one. */
    static void assertFollows(int[] counts, double[] probabilities, String what) {
        double sum = 0;
        long draws = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += probabilities[i];
            draws += counts[i];
        }
        double distance = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = draws * probabilities[i] / sum;
            distance += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        assertThat(ChiSquaredDistribution.of(counts.length - 1).survivalProbability(distance))
                .as(what)
                .isGreaterThan(CHANCE);
    }

    /** Numbers may be uniform in [0, 1] (Kolmogorov and Smirnov). */
    static void assertUniform(double[] units, String what) {
        double[] sorted = units.clone();
        Arrays.sort(sorted);
        double largest = 0;
        for (int i = 0; i < sorted.length; i++) {
            largest = Math.max(
                    largest, Math.max(sorted[i] - (double) i / sorted.length, (i + 1.0) / sorted.length - sorted[i]));
        }
        assertThat(largest).as(what).isLessThan(Math.sqrt(Math.log(2 / CHANCE) / 2 / sorted.length));
    }

    private static double square(int[] pair) {
        double difference = pair[0] - pair[1];
        return difference * difference / (pair[0] + pair[1]);
    }
}
