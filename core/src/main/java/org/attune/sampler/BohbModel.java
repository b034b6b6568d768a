package org.attune.sampler;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.attune.sampler.kde.Imputation;
import org.attune.sampler.kde.KernelDensity;
import org.attune.spec.SamplerSpec;

/** What good configurations at a budget look like, and what the others do: a density of each. Immutable. */
record BohbModel(KernelDensity good, KernelDensity bad) {
    /** Densities below are as good as zero: without a floor, the ratio of two of them would rule. */
    private static final double LOG_FLOOR = StrictMath.log(1e-32);

    /**
     * @param rows one for each result, best first, NaN where a parameter is not active
     * @param categories number of choices of each column, 0 for numbers
     * @return empty as long as there are too few rows
     */
    static Optional<BohbModel> fit(
            SamplerSpec.Bohb settings, List<double[]> rows, int[] categories, RandomGenerator random) {
        int width = categories.length;
        int least = Math.max(settings.minPoints().orElse(0), width + 1);
        int good = Math.max(least, share(settings.topPercent(), rows.size()));
        int bad = Math.min(Math.max(least, share(100 - settings.topPercent(), rows.size())), rows.size() - good);
        if (bad <= width) {
            return Optional.empty();
        }
        return Optional.of(new BohbModel(
                density(rows.subList(0, good), categories, settings, random),
                density(rows.subList(good, good + bad), categories, settings, random)));
    }

    /** What a proposal minimises: the logarithm of bad density over good density. */
    double score(double[] point) {
        return Math.max(LOG_FLOOR, bad.logDensity(point)) - Math.max(LOG_FLOOR, good.logDensity(point));
    }

    private static int share(double percent, int count) {
        return (int) Math.floor(percent * count / 100);
    }

    private static KernelDensity density(
            List<double[]> rows, int[] categories, SamplerSpec.Bohb settings, RandomGenerator random) {
        double[][] complete = Imputation.complete(rows.toArray(double[][]::new), categories, random);
        return KernelDensity.fit(complete, categories, settings.minBandwidth());
    }
}
