package org.attune.sampler;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Wilcoxon's signed-rank test of paired differences (Biometrics Bulletin 1 (1945), 80-83), exact. */
final class SignedRanks {
    private SignedRanks() {}

    /** One-sided: how probable so large a sum of the ranks of positive differences is, if both signs are equally likely. Zeros count against. */
    static double probabilityOfAtLeast(double[] differences) {
        int n = differences.length;
        Integer[] bySize = IntStream.range(0, n).boxed().toArray(Integer[]::new);
        Arrays.sort(bySize, Comparator.comparingDouble(i -> Math.abs(differences[i])));
        int sum = 0;
        for (int rank = 1; rank <= n; rank++) {
            sum += differences[bySize[rank - 1]] > 0 ? rank : 0;
        }
        double[] distribution = distribution(n);
        return Arrays.stream(distribution, sum, distribution.length).sum();
    }

    /** Probability of each sum of a random subset of 1..n. */
    private static double[] distribution(int n) {
        double[] probability = new double[n * (n + 1) / 2 + 1];
        probability[0] = 1;
        for (int rank = 1; rank <= n; rank++) {
            for (int sum = probability.length - 1; sum >= 0; sum--) {
                probability[sum] = (probability[sum] + (sum >= rank ? probability[sum - rank] : 0)) / 2;
            }
        }
        return probability;
    }
}
