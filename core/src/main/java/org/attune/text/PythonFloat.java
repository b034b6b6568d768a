package org.attune.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** Floating-point numbers as Python prints them, for files that must not differ from those of a Python program. */
public final class PythonFloat {
    private static final int MOST_DIGITS = 17;

    private PythonFloat() {}

    /**
     * The shortest digits that read back as the same number: {@code 1.0}, {@code 0.0001}, {@code 1e-05}, {@code 1e+16}.
     *
     * @param number finite
     */
    public static String text(double number) {
        String sign = Math.copySign(1, number) < 0 ? "-" : "";
        if (number == 0) {
            return sign + "0.0";
        }
        BigDecimal shortest = shortest(Math.abs(number));
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        if (exponent < -4 || exponent >= 16) {
            String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
            return sign + digits.charAt(0) + fraction + String.format("e%+03d", exponent);
        }
        String plain = shortest.toPlainString();
        return sign + (plain.contains(".") ? plain : plain + ".0");
    }

    /** {@code Double.toString} gives more digits than it must for some numbers before Java 19. */
    private static BigDecimal shortest(double number) {
        BigDecimal exact = new BigDecimal(number);
        for (int digits = 1; digits < MOST_DIGITS; digits++) {
            BigDecimal near = rounded(exact, digits);
            // Below a power of two numbers lie closer than above it, so that the second nearest decimal can be one
            // where the nearest is not.
            BigDecimal unit = new BigDecimal(BigInteger.ONE, near.scale());
            BigDecimal other = near.compareTo(exact) > 0 ? near.subtract(unit) : near.add(unit);
            for (BigDecimal decimal : List.of(near, other)) {
                if (decimal.doubleValue() == number) {
                    return decimal.stripTrailingZeros();
                }
            }
        }
        return rounded(exact, MOST_DIGITS).stripTrailingZeros();
    }

    private static BigDecimal rounded(BigDecimal exact, int digits) {
        return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }
}
