package org.attune.text;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoublePredicate;

/** Single values and their rules. */
public final class Values {
    private Values() {}

    /** Makes something of a value, or throws {@link Invalid}. */
    public interface Reader<T> {
        T read(String label, TextNode node);
    }

    public static Invalid wrong(String label, String rule, TextNode node, String remedy) {
        return new Invalid(node.place(), label + " must be " + rule + ", but got " + node.shown() + ".", remedy);
    }

    public static double number(String label, TextNode node) {
        if (node.value() instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw wrong(label, "a number", node, quotesAround(node));
    }

    public static Reader<Double> number(String rule, DoublePredicate holds) {
        return (label, node) -> {
            double number = number(label, node);
            if (!holds.test(number)) {
                throw wrong(label, rule, node, "");
            }
            return number;
        };
    }

    /** A whole number of at least {@code least}. */
    public static Reader<Integer> count(int least) {
        return (label, node) -> {
            long number = whole(label, node, "a whole number of at least " + least);
            if (number < least || number > Integer.MAX_VALUE) {
                throw wrong(label, "a whole number of at least " + least, node, "");
            }
            return (int) number;
        };
    }

    public static Reader<Long> whole() {
        return (label, node) -> whole(label, node, "a whole number");
    }

    public static Boolean flag(String label, TextNode node) {
        if (node.value() instanceof Boolean flag) {
            return flag;
        }
        String text = node.written().toLowerCase(Locale.ROOT);
        String remedy = Set.of("yes", "on", "y").contains(text)
                ? "Write true."
                : Set.of("no", "off", "n").contains(text) ? "Write false." : "";
        throw wrong(label, "true or false", node, remedy);
    }

    public static String text(String label, TextNode node) {
        if (node.value() instanceof String text && !text.isBlank()) {
            return text;
        }
        String remedy = node.isScalar() ? "Put it in quotes if it is meant as text." : "";
        throw wrong(label, "a text", node, node.value() instanceof String ? "" : remedy);
    }

    public static List<TextNode> list(String label, TextNode node) {
        if (node.isList()) {
            return node.items();
        }
        throw wrong(label, "a list", node, node.isScalar() ? "Write [" + node.shown() + "]." : "");
    }

    private static long whole(String label, TextNode node, String rule) {
        if (node.value() instanceof Long number) {
            return number;
        } else if (node.value() instanceof Double number
                && number == Math.rint(number)
                && Math.abs(number) <= 1L << 53) {
            return number.longValue();
        }
        throw wrong(label, rule, node, quotesAround(node));
    }

    private static String quotesAround(TextNode node) {
        return node.value() instanceof String text && YamlTree.isNumber(text) ? "Remove the quotes." : "";
    }
}
