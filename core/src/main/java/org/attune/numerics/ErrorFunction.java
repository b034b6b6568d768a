package org.attune.numerics;

/**
 * The complementary error function for arguments from 0 up, to about 1e-15 relative.
 *
 * <p>Rational Chebyshev approximations of W. J. Cody, "Rational Chebyshev approximation for the error function", Mathematics of Computation
 * 23 (1969), 631-637. Coefficients are written from the highest power down.
 */
final class ErrorFunction {
    private static final double ONE_OVER_SQRT_PI = 0.56418958354775628695;

    private static final double[] NEAR_ZERO_NUMERATOR = {
        1.85777706184603153e-1,
        3.16112374387056560e0,
        1.13864154151050156e2,
        3.77485237685302021e2,
        3.20937758913846947e3
    };
    private static final double[] NEAR_ZERO_DENOMINATOR = {
        1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3
    };
    private static final double[] MIDDLE_NUMERATOR = {
        2.15311535474403846e-8,
        5.64188496988670089e-1,
        8.88314979438837594e0,
        6.61191906371416295e1,
        2.98635138197400131e2,
        8.81952221241769090e2,
        1.71204761263407058e3,
        2.05107837782607147e3,
        1.23033935479799725e3
    };
    private static final double[] MIDDLE_DENOMINATOR = {
        1,
        1.57449261107098347e1,
        1.17693950891312499e2,
        5.37181101862009858e2,
        1.62138957456669019e3,
        3.29079923573345963e3,
        4.36261909014324716e3,
        3.43936767414372164e3,
        1.23033935480374942e3
    };
    private static final double[] FAR_NUMERATOR = {
        1.63153871373020978e-2,
        3.05326634961232344e-1,
        3.60344899949804439e-1,
        1.25781726111229246e-1,
        1.60837851487422766e-2,
        6.58749161529837803e-4
    };
    private static final double[] FAR_DENOMINATOR = {
        1,
        2.56852019228982242e0,
        1.87295284992346725e0,
        5.27905102951428412e-1,
        6.05183413124413191e-2,
        2.33520497626869185e-3
    };

    private ErrorFunction() {}

    /** 2 / sqrt(pi) times the integral of exp(-t^2) from {@code y} to infinity; {@code y >= 0}. */
    static double erfc(double y) {
        if (y <= 0.46875) {
            return 1 - y * ratio(NEAR_ZERO_NUMERATOR, NEAR_ZERO_DENOMINATOR, y * y);
        }
        // The square of a number with few bits is exact, so the error of y * y does not grow under the exponential.
        double coarse = Math.floor(y * 16) / 16;
        double rest = (y - coarse) * (y + coarse);
        return StrictMath.exp(-coarse * coarse) * StrictMath.exp(-rest) * erfcx(y);
    }

    /** {@code exp(y^2) erfc(y)}, which does not underflow; {@code y >= 0}. */
    static double erfcx(double y) {
        if (y <= 0.46875) {
            return StrictMath.exp(y * y) * erfc(y);
        }
        if (y <= 4) {
            return ratio(MIDDLE_NUMERATOR, MIDDLE_DENOMINATOR, y);
        }
        double z = 1 / (y * y);
        return (ONE_OVER_SQRT_PI - z * ratio(FAR_NUMERATOR, FAR_DENOMINATOR, z)) / y;
    }

    private static double ratio(double[] numerator, double[] denominator, double x) {
        return Polynomial.at(numerator, x) / Polynomial.at(denominator, x);
    }
}
