package org.attune.head;

import java.util.Map;
import java.util.TreeMap;

/** Amounts as scripts read them best: a whole one as a whole number, so that no exponent is written. */
final class Plain {
    private Plain() {}

    static Number number(double amount) {
        if (amount == Math.rint(amount) && Math.abs(amount) < 1L << 53) {
            return (long) amount;
        }
        return amount;
    }

    static Map<String, Number> numbers(Map<String, Double> amounts) {
        Map<String, Number> plain = new TreeMap<>();
        amounts.forEach((name, amount) -> plain.put(name, number(amount)));
        return plain;
    }
}
