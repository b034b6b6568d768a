package org.attune.space.formats.configspace;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.attune.space.ChoiceParameter;
import org.attune.space.Comparison;
import org.attune.space.Constant;
import org.attune.space.IntegerParameter;
import org.attune.space.Parameter;
import org.attune.text.CodePoints;

/** When values are equal in Python, in which {@code 1 == 1.0 == True}. */
final class PythonValues {
    private PythonValues() {}

    static boolean equal(Object a, Object b) {
        if (isNumber(a) && isNumber(b)) {
            return a.equals(b) || (!(a instanceof Long && b instanceof Long) && number(a) == number(b));
        } else if (a instanceof List<?> left && b instanceof List<?> right) {
            return equal(left, right);
        } else if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
            return left.keySet().equals(right.keySet())
                    && left.keySet().stream().allMatch(key -> equal(left.get(key), right.get(key)));
        }
        return a == null ? b == null : a.equals(b);
    }

    private static boolean equal(List<?> left, List<?> right) {
        Iterator<?> others = right.iterator();
        return left.size() == right.size() && left.stream().allMatch(each -> equal(each, others.next()));
    }

    /** An object that is equal for equal values. */
    static Object key(Object value) {
        if (isNumber(value)) {
            return value instanceof Long whole && Math.abs(whole) > 1L << 53 ? whole : (Object) (number(value) + 0.0);
        } else if (value instanceof List<?> list) {
            return list.stream().map(PythonValues::key).toList();
        } else if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> key(entry.getValue())));
        }
        return value == null ? Void.class : value;
    }

    /** Number of the choice that is equal, the same type before others; -1 if none is. */
    static int index(List<Object> choices, Object value) {
        int same = choices.indexOf(value);
        for (int i = 0; same < 0 && i < choices.size(); i++) {
            if (equal(choices.get(i), value)) {
                return i;
            }
        }
        return same;
    }

    /** The value as the parameter writes it, if it is equal to one of its values; else as it is. */
    static Object of(Parameter parameter, Object value) {
        if (parameter instanceof ChoiceParameter choice) {
            int index = index(choice.choices(), value);
            return index < 0 ? value : choice.choices().get(index);
        } else if (parameter instanceof Constant constant) {
            return equal(constant.value(), value) ? constant.value() : value;
        }
        return parameter instanceof IntegerParameter && value instanceof Boolean flag
                ? Long.valueOf(flag ? 1 : 0)
                : value;
    }

    /** Numbers and texts have an order; other values are only equal or not. */
    static boolean related(Object left, Comparison comparison, Object right) {
        if (isNumber(left) && isNumber(right)) {
            return comparison.holds(equal(left, right) ? 0 : Double.compare(number(left), number(right)));
        } else if (left instanceof String a && right instanceof String b) {
            return comparison.holds(CodePoints.ORDER.compare(a, b));
        }
        boolean equal = equal(left, right);
        return comparison == Comparison.NOT_EQUAL ? !equal : equal && comparison.holds(0);
    }

    private static boolean isNumber(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    /** Of a number or a boolean. */
    static double number(Object value) {
        return value instanceof Boolean flag ? (flag ? 1 : 0) : ((Number) value).doubleValue();
    }
}
