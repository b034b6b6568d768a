package org.attune.space.derived;

import org.attune.space.derived.Evaluation.Mistake;
import org.attune.text.Json;

/**
 * What operators give. Whole numbers stay whole, within 64 bits, but under {@code /} and negative powers; with a real number the result is one. {@code StrictMath}, so that every
 * machine gets the same bits.
 */
final class Operators {
    private Operators() {}

    static Object prefix(String operator, Object value) {
        if (operator.equals("!")) {
            if (value instanceof Boolean flag) {
                return !flag;
            }
            throw new Mistake("'!' needs true or false, but got " + Json.plain(value) + ".");
        }
        return operator.equals("+") ? number("+", value) : infix("-", 0L, value);
    }

    static Object infix(String operator, Object left, Object right) {
        return switch (operator) {
            case "==" -> equal(left, right);
            case "!=" -> !equal(left, right);
            case "<" -> order(operator, left, right) < 0;
            case "<=" -> order(operator, left, right) <= 0;
            case ">" -> order(operator, left, right) > 0;
            case ">=" -> order(operator, left, right) >= 0;
            default -> arithmetic(operator, number(operator, left), number(operator, right));
        };
    }

    private static Object arithmetic(String operator, Number left, Number right) {
        boolean whole = left instanceof Long && right instanceof Long;
        if ((operator.equals("/") || operator.equals("%")) && right.doubleValue() == 0) {
            throw new Mistake(Json.plain(left) + " is divided by zero.");
        } else if (whole && !operator.equals("/") && !(operator.equals("^") && right.longValue() < 0)) {
            return whole(operator, left.longValue(), right.longValue());
        }
        double a = left.doubleValue();
        double b = right.doubleValue();
        double result =
                switch (operator) {
                    case "+" -> a + b;
                    case "-" -> a - b;
                    case "*" -> a * b;
                    case "/" -> a / b;
                    case "%" -> remainder(a, b);
                    default -> StrictMath.pow(a, b);
                };
        if (!Double.isFinite(result)) {
            throw new Mistake(Json.plain(left) + " " + operator + " " + Json.plain(right)
                    + " is no number, or too large for one.");
        }
        return result;
    }

    private static Long whole(String operator, long a, long b) {
        try {
            return switch (operator) {
                case "+" -> Math.addExact(a, b);
                case "-" -> Math.subtractExact(a, b);
                case "*" -> Math.multiplyExact(a, b);
                case "%" -> Math.floorMod(a, b);
                default -> power(a, b);
            };
        } catch (ArithmeticException e) {
            throw new Mistake(a + " " + operator + " " + b + " does not fit into 64 bits.");
        }
    }

    /** By squaring, so at most 63 steps before it does not fit. */
    private static long power(long base, long exponent) {
        if (base == 0 || base == 1 || base == -1) {
            return exponent == 0 || base == 1 ? 1 : base == 0 ? 0 : exponent % 2 == 0 ? 1 : -1;
        } else if (exponent > 63) {
            throw new ArithmeticException();
        }
        long result = 1;
        for (long i = 0; i < exponent; i++) {
            result = Math.multiplyExact(result, base);
        }
        return result;
    }

    /** With the sign of the divisor, as for whole numbers. */
    private static double remainder(double a, double b) {
        double rest = a % b;
        return rest != 0 && rest < 0 != b < 0 ? rest + b : rest;
    }

    static int order(String operator, Object left, Object right) {
        Number a = number(operator, left);
        Number b = number(operator, right);
        return a instanceof Long x && b instanceof Long y
                ? Long.compare(x, y)
                : a.doubleValue() == b.doubleValue() ? 0 : Double.compare(a.doubleValue(), b.doubleValue());
    }

    private static boolean equal(Object left, Object right) {
        return left instanceof Number && right instanceof Number
                ? order("==", left, right) == 0
                : left == null ? right == null : left.equals(right);
    }

    static Number number(String word, Object value) {
        if (value instanceof Number number) {
            return number;
        }
        throw new Mistake("'" + word + "' is for numbers, but got " + Json.plain(value) + ".");
    }

    static Double finite(double number) {
        if (Double.isFinite(number)) {
            return number;
        }
        throw new Mistake("the result is no number, or too large for one.");
    }
}
