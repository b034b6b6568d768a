package org.attune.sampler.kde;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Fills what is missing (NaN) in a group of rows with what other rows of the group have: a density over conditional parameters needs complete
 * rows, and what a parameter would have been is best guessed by what it was elsewhere (Falkner et al. 2018, as implemented).
 *
 * <p>As long as a row lacks something, the first missing column is looked at: one of the rows that have it, drawn at random, gives the values of all
 * missing columns that it has itself. If no row has it, it is drawn uniformly.
 */
public final class Imputation {
    private Imputation() {}

    /**
     * @param categories number of choices of each column, 0 for numbers in [0, 1]
     * @return new rows where something was missing, the given ones otherwise
     */
    public static double[][] complete(double[][] rows, int[] categories, RandomGenerator random) {
        double[][] complete = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            complete[i] = complete(rows[i], rows, categories, random);
        }
        return complete;
    }

    private static double[] complete(double[] row, double[][] rows, int[] categories, RandomGenerator random) {
        double[] filled = row;
        for (int missing = firstMissing(filled); missing >= 0; missing = firstMissing(filled)) {
            filled = filled.clone();
            int column = missing;
            int[] donors = IntStream.range(0, rows.length)
                    .filter(i -> !Double.isNaN(rows[i][column]))
                    .toArray();
            if (donors.length == 0) {
                filled[column] = categories[column] == 0 ? random.nextDouble() : random.nextInt(categories[column]);
            } else {
                copyMissing(rows[donors[random.nextInt(donors.length)]], filled);
            }
        }
        return filled;
    }

    private static int firstMissing(double[] row) {
        for (int column = 0; column < row.length; column++) {
            if (Double.isNaN(row[column])) {
                return column;
            }
        }
        return -1;
    }

    private static void copyMissing(double[] from, double[] to) {
        for (int column = 0; column < to.length; column++) {
            if (Double.isNaN(to[column])) {
                to[column] = from[column];
            }
        }
    }
}
