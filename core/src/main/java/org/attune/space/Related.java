package org.attune.space;

import org.attune.text.CodePoints;

/** How the values of two parameters stand to each other: numbers as numbers, of whatever type; texts by their characters; others are equal or not. */
final class Related {
    private Related() {}

    static boolean holds(Object left, Comparison comparison, Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return comparison.holds(Double.compare(a.doubleValue(), b.doubleValue()));
        } else if (left instanceof String a && right instanceof String b) {
            return comparison.holds(CodePoints.ORDER.compare(a, b));
        }
        boolean equal = left == null ? right == null : left.equals(right);
        return switch (comparison) {
            case EQUAL, AT_MOST, AT_LEAST -> equal;
            case NOT_EQUAL -> !equal;
            case LESS, GREATER -> false;
        };
    }
}
