package org.attune.sampler.kde;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How far the kernels of a density reach, column by column: the normal reference rule (Silverman 1986) with the constant that BOHB's
 * implementation uses, {@code 1.06 s n^(-1/(4+d))}, {@code s} the standard deviation of the column's {@code n} values, {@code d} columns; of rows that lack
 * values, {@code d} is the most that one has.
 *
 * <p>For a category the rule takes the numbers of the choices for distances. From about five choices on it then asks for more than 1, which
 * would make the weight {@code 1 - h} of a value itself negative. There {@code s} is taken anew, with all choices at distance 1 from one another:
 * {@code s^2} is half the mean squared distance of two values, as always. For two neighbouring choices both are the same, and
 * this one stays below 0.75 for any number of choices and any order of them.
 *
 * <p>Of rows that lack values, in a conditional space, the original has no bandwidths to agree with. There all categories are at distance 1 from one another, as which branch a row is in must not
 * depend on the order in which branches are listed. A column that some rows lack may have few values, even one, which
 * deviate from nothing. There {@code s^2} is taken as if one value more had the variance of a uniform one: what is
 * known little is kept wide.
 */
final class Bandwidths {
    private static final double NORMAL_REFERENCE = 1.06;

    private Bandwidths() {}

    /**
     * @param rows at least one; NaN where a value is missing
     * @param categories number of choices of each column, 0 for numbers
     * @param smallest no bandwidth is less
     */
    static double[] of(double[][] rows, int[] categories, double smallest) {
        double factor = NORMAL_REFERENCE * StrictMath.pow(rows.length, -1.0 / (4 + mostValues(rows)));
        boolean hasGaps =
                IntStream.range(0, categories.length).anyMatch(column -> values(rows, column).length < rows.length);
        double[] bandwidths = new double[categories.length];
        for (int column = 0; column < categories.length; column++) {
            double[] values = values(rows, column);
            double bandwidth = factor * deviation(values, categories[column], rows.length, hasGaps);
            if (categories[column] > 0 && bandwidth > 1) {
                bandwidth = factor * deviationOfCategories(values);
            }
            bandwidths[column] = Math.max(smallest, bandwidth);
        }
        return bandwidths;
    }

    /** The values that a column has. */
    static double[] values(double[][] rows, int column) {
        return Arrays.stream(rows)
                .mapToDouble(row -> row[column])
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }

    /** How many values the row has that has most. */
    private static long mostValues(double[][] rows) {
        return Arrays.stream(rows)
                .mapToLong(row ->
                        Arrays.stream(row).filter(value -> !Double.isNaN(value)).count())
                .max()
                .orElseThrow();
    }

    private static double deviation(double[] values, int categories, int rows, boolean hasGaps) {
        if (values.length < rows) {
            return cautiousDeviation(values, categories);
        }
        return categories > 0 && hasGaps ? deviationOfCategories(values) : deviation(values);
    }

    private static double cautiousDeviation(double[] values, int categories) {
        double known = values.length == 0 ? 0 : categories == 0 ? deviation(values) : deviationOfCategories(values);
        double uniform = categories == 0 ? 1.0 / 12 : (1 - 1.0 / categories) / 2;
        return StrictMath.sqrt((values.length * known * known + uniform) / (values.length + 1));
    }

    private static double deviation(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return StrictMath.sqrt(squares / values.length);
    }

    private static double deviationOfCategories(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double equalPairs = 0;
        for (int from = 0, to = 0; from < sorted.length; from = to) {
            while (to < sorted.length && sorted[to] == sorted[from]) {
                to++;
            }
            equalPairs += (double) (to - from) * (to - from);
        }
        double pairs = (double) values.length * values.length;
        return StrictMath.sqrt((1 - equalPairs / pairs) / 2);
    }
}
