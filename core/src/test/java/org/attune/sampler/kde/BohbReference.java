package org.attune.sampler.kde;

import java.util.List;
import java.util.Map;
import org.attune.Shared;

/** The numbers that HpBandSter made of fixed observations, read from their files outside the repository. */
public final class BohbReference {
    private BohbReference() {}

    public static Map<String, Object> read(String name) {
        return Shared.json("reference/bohb/" + name + ".json");
    }

    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> objects(Object list) {
        return (List<Map<String, Object>>) list;
    }

    /** Rows of numbers; null is not-a-number. */
    public static double[][] rows(Object list) {
        return ((List<?>) list).stream().map(BohbReference::numbers).toArray(double[][]::new);
    }

    /** Numbers; null is not-a-number, "inf" and "-inf" are infinite. */
    public static double[] numbers(Object list) {
        return ((List<?>) list).stream().mapToDouble(BohbReference::number).toArray();
    }

    public static int[] integers(Object list) {
        return ((List<?>) list).stream().mapToInt(n -> ((Number) n).intValue()).toArray();
    }

    public static double number(Object value) {
        if (value instanceof String text) {
            return text.equals("inf") ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        return value == null ? Double.NaN : ((Number) value).doubleValue();
    }
}
