package org.attune.sampler;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
    static Optional<BohbModel> fit(SamplerSpec.Bohb settings, List<double[]> rows, int[] categories) {
        int width = rows.stream().mapToInt(BohbModel::values).max().orElse(0);
        int least = Math.max(settings.minPoints().orElse(0), width + 1);
        int good = Math.max(least, share(settings.topPercent(), rows.size()));
        int bad = Math.min(Math.max(least, share(100 - settings.topPercent(), rows.size())), rows.size() - good);
        if (bad <= width) {
            return Optional.empty();
        }
        return Optional.of(new BohbModel(
                density(rows.subList(0, good), categories, settings),
                density(rows.subList(good, good + bad), categories, settings)));
    }

    /** What a proposal minimises: the logarithm of bad density over good density. */
    double score(double[] point) {
        return Math.max(LOG_FLOOR, bad.logDensity(point)) - Math.max(LOG_FLOOR, good.logDensity(point));
    }

    private static int share(double percent, int count) {
        return (int) Math.floor(percent * count / 100);
    }

    /** Number of parameters that are active. */
    private static int values(double[] row) {
        return (int) Arrays.stream(row).filter(value -> !Double.isNaN(value)).count();
    }

    private static KernelDensity density(List<double[]> rows, int[] categories, SamplerSpec.Bohb settings) {
        return KernelDensity.fit(rows.toArray(double[][]::new), categories, settings.minBandwidth());
    }
}
