package org.attune.numerics;

/** Polynomials by Horner's rule. */
final class Polynomial {
    private Polynomial() {}

    /** @param coefficients from the highest power down */
    static double at(double[] coefficients, double x) {
        double value = 0;
        for (double coefficient : coefficients) {
            value = value * x + coefficient;
        }
        return value;
    }
}
