package org.attune.space.derived;

import com.ezylang.evalex.parser.ASTNode;
import com.ezylang.evalex.parser.Token.TokenType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import org.attune.space.derived.Evaluation.Mistake;
import org.attune.text.Json;

/** What functions give. {@code StrictMath}, so that every machine gets the same bits. */
final class Functions {
    private static final int MOST_DIGITS = 15;

    private Functions() {}

    /** @throws FormulaException if a function of the tree has too few or too many values, or a number is none */
    static void check(ASTNode node) {
        if (node.getToken().getType() == TokenType.NUMBER_LITERAL) {
            new Evaluation(null, Map.of()).of(node);
        } else if (node.getToken().getType() == TokenType.FUNCTION) {
            String name = node.getToken().getValue().toLowerCase(Locale.ROOT);
            int count = node.getParameters().size();
            String rule =
                    switch (name) {
                        case "if" -> count == 3 ? "" : "three values, as in if(x > 1, a, b)";
                        case "min", "max" -> count >= 1 ? "" : "at least one value";
                        case "round" -> count == 1 || count == 2 ? "" : "a value, or a value and a number of digits";
                        default -> count == 1 ? "" : "one value";
                    };
            if (!rule.isEmpty()) {
                throw new FormulaException(
                        node.getToken().getStartPosition(),
                        "'" + name + "' must be given " + rule + ", but got " + count + ".",
                        "");
            }
        }
        node.getParameters().forEach(Functions::check);
    }

    static Object value(String name, Object... values) {
        Number first = Operators.number(name, values[0]);
        double x = first.doubleValue();
        return switch (name) {
            case "min", "max" -> extreme(name, values);
            case "round" -> values.length == 1 ? whole(name, first, StrictMath.rint(x)) : rounded(first, values[1]);
            case "floor" -> whole(name, first, StrictMath.floor(x));
            case "ceil" -> whole(name, first, StrictMath.ceil(x));
            case "abs" -> first instanceof Long number ? (Object) absolute(number) : (Object) Math.abs(x);
            case "sqrt" -> Operators.finite(StrictMath.sqrt(above(name, first, x >= 0)));
            case "exp" -> Operators.finite(StrictMath.exp(x));
            case "log" -> StrictMath.log(above(name, first, x > 0));
            case "log2" -> log2(above(name, first, x > 0));
            default -> StrictMath.log10(above(name, first, x > 0));
        };
    }

    private static Object extreme(String name, Object... values) {
        Number best = Operators.number(name, values[0]);
        for (Object value : values) {
            int order = Operators.order(name, value, best);
            best = (name.equals("min") ? order < 0 : order > 0) ? (Number) value : best;
        }
        return best;
    }

    private static Long whole(String name, Number given, double rounded) {
        if (given instanceof Long number) {
            return number;
        } else if (Math.abs(rounded) < 0x1p63) {
            return (long) rounded;
        }
        throw new Mistake(name + "(" + Json.plain(given) + ") does not fit into 64 bits.");
    }

    private static Object rounded(Number given, Object digits) {
        if (!(digits instanceof Long count) || count < 0 || count > MOST_DIGITS) {
            throw new Mistake("'round' is to a number of digits from 0 to " + MOST_DIGITS + ", but got "
                    + Json.plain(digits) + ".");
        }
        return given instanceof Long
                ? (Object) given
                : (Object) new BigDecimal(given.toString())
                        .setScale(count.intValue(), RoundingMode.HALF_EVEN)
                        .doubleValue();
    }

    private static Long absolute(long number) {
        if (number == Long.MIN_VALUE) {
            throw new Mistake("abs(" + number + ") does not fit into 64 bits.");
        }
        return Math.abs(number);
    }

    /** Exact for powers of two. */
    private static double log2(double x) {
        int exponent = Math.getExponent(x);
        double mantissa = Math.scalb(x, -exponent);
        return mantissa == 1 ? exponent : StrictMath.log(x) / StrictMath.log(2);
    }

    private static double above(String name, Number given, boolean holds) {
        if (holds) {
            return given.doubleValue();
        }
        throw new Mistake("'" + name + "' is for numbers " + (name.equals("sqrt") ? "of at least" : "above")
                + " 0, but got " + Json.plain(given) + ".");
    }
}
