package org.attune.timeleft;

import java.util.Arrays;

/**
 * Linear regression with small coefficients, robust against outliers: reweighted least squares with Huber's weights (Huber, Robust Statistics, 1981). The first column is the constant one, whose
 * coefficient may be any.
 */
final class Ridge {
    private static final int ROUNDS = 4;
    private static final double HUBER = 1.345;
    private static final double MAD_TO_SIGMA = 1.4826;

    private final double[][] rows;
    private final double[] values;
    private final double penalty;
    private final double[] weights;
    private double[][] factor;
    private double[] coefficients;

    /** @param rows all of one length, at least one */
    Ridge(double[][] rows, double[] values, double penalty) {
        this.rows = rows;
        this.values = values;
        this.penalty = penalty;
        this.weights = new double[rows.length];
        Arrays.fill(weights, 1);
        for (int round = 0; round < ROUNDS; round++) {
            solve();
            reweigh();
        }
    }

    double at(double[] row) {
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            sum += coefficients[i] * row[i];
        }
        return sum;
    }

    /** What a coefficient adds. */
    double coefficient(int column) {
        return coefficients[column];
    }

    /** How far each value is from what would be foretold without it. */
    double[] errors() {
        double[] errors = new double[rows.length];
        for (int i = 0; i < errors.length; i++) {
            double[] half = forward(rows[i]);
            double leverage = 0;
            for (double one : half) {
                leverage += one * one;
            }
            errors[i] = (values[i] - at(rows[i])) / Math.max(0.1, 1 - weights[i] * leverage);
        }
        return errors;
    }

    private void solve() {
        int width = rows[0].length;
        double[][] square = new double[width][width];
        double[] right = new double[width];
        for (int k = 0; k < rows.length; k++) {
            for (int i = 0; i < width; i++) {
                double weighted = weights[k] * rows[k][i];
                right[i] += weighted * values[k];
                for (int j = 0; j <= i; j++) {
                    square[i][j] += weighted * rows[k][j];
                }
            }
        }
        for (int i = 0; i < width; i++) {
            square[i][i] += i == 0 ? 1e-9 : penalty;
        }
        factor = cholesky(square);
        coefficients = backward(forward(right));
    }

    private void reweigh() {
        double[] sizes = new double[rows.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.abs(values[i] - at(rows[i]));
        }
        double bound = Math.max(1e-6, HUBER * MAD_TO_SIGMA * Samples.quantile(sizes, 0.5));
        for (int i = 0; i < sizes.length; i++) {
            weights[i] = sizes[i] <= bound ? 1 : bound / sizes[i];
        }
    }

    private static double[][] cholesky(double[][] square) {
        for (int i = 0; i < square.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = square[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= square[i][k] * square[j][k];
                }
                square[i][j] = i == j ? StrictMath.sqrt(Math.max(1e-12, sum)) : sum / square[j][j];
            }
        }
        return square;
    }

    private double[] forward(double[] right) {
        double[] out = new double[right.length];
        for (int i = 0; i < out.length; i++) {
            double sum = right[i];
            for (int k = 0; k < i; k++) {
                sum -= factor[i][k] * out[k];
            }
            out[i] = sum / factor[i][i];
        }
        return out;
    }

    private double[] backward(double[] right) {
        double[] out = new double[right.length];
        for (int i = out.length - 1; i >= 0; i--) {
            double sum = right[i];
            for (int k = i + 1; k < out.length; k++) {
                sum -= factor[k][i] * out[k];
            }
            out[i] = sum / factor[i][i];
        }
        return out;
    }
}
