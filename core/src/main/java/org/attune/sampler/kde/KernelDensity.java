package org.attune.sampler.kde;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.attune.numerics.NormalDistribution;
import org.attune.numerics.TruncatedNormal;

/**
 * A density with one kernel around each row of data, the product over the columns of
 *
 * <ul>
 *   <li>a normal density for numbers in [0, 1], which is not cut off at the ends,
 *   <li>for categories the kernel of Aitchison and Aitken (Biometrika 63 (1976), 413-420): {@code 1 - h} for the same value and {@code h / (c - 1)} for
 *       any other, where {@code c} counts the different values in the data, as statsmodels does; with one single value, the choices.
 * </ul>
 *
 * <p>A row holds a number, or the index of a choice, for each column. Where it holds NaN, for a parameter that is not active, its kernel is uniform: what the
 * parameter would have been is not known. That makes it a density of complete points, whatever the rows lack. Immutable, as long as nobody changes the rows.
 */
public final class KernelDensity {
    /** Below this, a kernel adds nothing to the sum that a double would show. */
    private static final double NEGLIGIBLE = -50;

    private final double[][] rows;
    private final int[] categories;
    private final double[] bandwidths;
    private final double[] logSame;
    private final double[] logOther;
    private final double[] logWidth;
    private final double logPeak;

    private KernelDensity(double[][] rows, int[] categories, double[] bandwidths) {
        this.rows = rows;
        this.categories = categories;
        this.bandwidths = bandwidths;
        this.logSame = new double[categories.length];
        this.logOther = new double[categories.length];
        this.logWidth = new double[categories.length];
        double peak = 0;
        for (int column = 0; column < categories.length; column++) {
            if (categories[column] == 0) {
                logWidth[column] = StrictMath.log(bandwidths[column]) + NormalDistribution.LOG_SQRT_TWO_PI;
                peak -= logWidth[column];
            } else {
                logSame[column] = StrictMath.log1p(-bandwidths[column]);
                logOther[column] = StrictMath.log(bandwidths[column] / (levels(column) - 1));
            }
        }
        this.logPeak = peak;
    }

    /**
     * @param rows at least one
     * @param categories number of choices of each column, 0 for numbers
     * @param smallestBandwidth in (0, 1)
     */
    public static KernelDensity fit(double[][] rows, int[] categories, double smallestBandwidth) {
        return new KernelDensity(rows, categories, Bandwidths.of(rows, categories, smallestBandwidth));
    }

    public int size() {
        return rows.length;
    }

    /** The bandwidth {@code h} of each column. */
    public double[] bandwidths() {
        return bandwidths.clone();
    }

    /** Logarithm of the density; negative infinity where it is zero. */
    public double logDensity(double[] point) {
        double[] logKernels = new double[rows.length];
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < rows.length; i++) {
            logKernels[i] = logKernel(rows[i], point);
            highest = Math.max(highest, logKernels[i]);
        }
        double sum = 0;
        for (double logKernel : logKernels) {
            if (logKernel - highest > NEGLIGIBLE) {
                sum += StrictMath.exp(logKernel - highest);
            }
        }
        return highest + StrictMath.log(sum / rows.length);
    }

    /**
     * A point near a row of the data: numbers from a normal distribution around the row's value that is cut off at 0 and 1, categories mostly the
     * row's own, else any; what the row lacks is uniform.
     *
     * @param widening standard deviation of numbers in bandwidths
     */
    public double[] draw(RandomGenerator random, double widening) {
        double[] point = rows[random.nextInt(rows.length)].clone();
        for (int column = 0; column < point.length; column++) {
            double bandwidth = bandwidths[column];
            if (Double.isNaN(point[column])) {
                point[column] = categories[column] == 0 ? random.nextDouble() : random.nextInt(categories[column]);
            } else if (categories[column] == 0) {
                point[column] =
                        TruncatedNormal.quantile(point[column], widening * bandwidth, 0, 1, random.nextDouble());
            } else if (random.nextDouble() < bandwidth) {
                point[column] = random.nextInt(categories[column]);
            }
        }
        return point;
    }

    private double logKernel(double[] row, double[] point) {
        double squares = 0;
        double log = logPeak;
        for (int column = 0; column < row.length; column++) {
            if (Double.isNaN(row[column])) {
                log += categories[column] == 0 ? logWidth[column] : -StrictMath.log(categories[column]);
            } else if (categories[column] == 0) {
                double z = (point[column] - row[column]) / bandwidths[column];
                squares += z * z;
            } else {
                log += point[column] == row[column] ? logSame[column] : logOther[column];
            }
        }
        return log - squares / 2;
    }

    private double levels(int column) {
        double[] values = Bandwidths.values(rows, column);
        long different = Arrays.stream(values).distinct().count();
        return different > 1 && values.length == rows.length ? different : categories[column];
    }
}
