package org.attune.trial;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.attune.text.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A report as a trial told it.
 *
 * @param seq its number, as the client counts; absent if it was printed or does not count
 * @param step at least 1; absent if it follows the one before
 * @param metrics may hold not-a-number and infinities
 * @param checkpoint path of a folder or file, as the trial named it
 */
public record RawReport(OptionalLong seq, OptionalInt step, Map<String, Double> metrics, Optional<String> checkpoint) {

    // Programs of all kinds write bare NaN and Infinity, Python's json module among them.
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** A JSON object whose numbers, but for {@code step}, are metrics. */
    public static RawReport printed(String json) throws UnreadableReport {
        Map<String, Object> object = object(json);
        Object step = object.remove("step");
        Object checkpoint = object.remove("checkpoint");
        return of(OptionalLong.empty(), step, object, checkpoint);
    }

    /** A JSON object as the client sends it. */
    public static RawReport sent(String json) throws UnreadableReport {
        Map<String, Object> object = object(json);
        if (!(object.getOrDefault("metrics", Map.of()) instanceof Map<?, ?> metrics)) {
            throw new UnreadableReport(
                    "metrics must be an object such as {\"loss\": 0.1}, but got " + object.get("metrics") + ".");
        }
        Object seq = object.get("seq");
        if (seq != null && !(seq instanceof Integer || seq instanceof Long)) {
            throw new UnreadableReport("seq must be a whole number, but got " + seq + ".");
        }
        return of(
                seq == null ? OptionalLong.empty() : OptionalLong.of(((Number) seq).longValue()),
                object.get("step"),
                metrics,
                object.get("checkpoint"));
    }

    static RawReport of(OptionalLong seq, Object step, Map<?, ?> values, Object checkpoint) throws UnreadableReport {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            metrics.put((String) entry.getKey(), number((String) entry.getKey(), entry.getValue()));
        }
        if (checkpoint != null && !(checkpoint instanceof String)) {
            throw new UnreadableReport("checkpoint must be the path of a folder or file, but got " + checkpoint + ".");
        }
        if (metrics.isEmpty() && checkpoint == null) {
            throw new UnreadableReport("a report must tell at least one metric, such as {\"loss\": 0.1}.");
        }
        return new RawReport(
                seq,
                step == null ? OptionalInt.empty() : OptionalInt.of(step(step)),
                metrics,
                Optional.ofNullable((String) checkpoint));
    }

    private static Map<String, Object> object(String json) throws UnreadableReport {
        try {
            if (MAPPER.readValue(json, Object.class) instanceof Map<?, ?> map) {
                Map<String, Object> object = new LinkedHashMap<>();
                map.forEach((key, value) -> object.put((String) key, value));
                return object;
            }
        } catch (JacksonException e) {
            throw new UnreadableReport(
                    "it must be a JSON object such as {\"loss\": 0.1}, but " + brief(json.strip()) + " is not JSON.");
        }
        throw new UnreadableReport(
                "it must be a JSON object such as {\"loss\": 0.1}, but got " + brief(json.strip()) + ".");
    }

    private static double number(String name, Object value) throws UnreadableReport {
        if (value instanceof Number number) {
            return number.doubleValue();
        } else if (value instanceof String text) {
            switch (text) {
                case "NaN":
                    return Double.NaN;
                case "Infinity":
                    return Double.POSITIVE_INFINITY;
                case "-Infinity":
                    return Double.NEGATIVE_INFINITY;
                default:
                    break;
            }
        }
        String remedy = value == null ? " Leave it out of this report." : "";
        throw new UnreadableReport(
                "metric '" + brief(name) + "' must be a number, but got " + brief(text(value)) + "." + remedy);
    }

    private static int step(Object value) throws UnreadableReport {
        double step = value instanceof Number number ? number.doubleValue() : Double.NaN;
        if (step >= 1 && step <= Integer.MAX_VALUE && step == Math.rint(step)) {
            return (int) step;
        }
        throw new UnreadableReport("step must be a whole number from 1"
                + (step > Integer.MAX_VALUE ? " to " + Integer.MAX_VALUE : "") + ", but got " + brief(text(value)) + "."
                + advice(step));
    }

    private static String advice(double step) {
        if (step == 0) {
            return " Steps count from 1: maybe step + 1?";
        }
        return step > Integer.MAX_VALUE ? " Steps count epochs or the like, not time or samples." : "";
    }

    private static String text(Object value) {
        try {
            return Json.text(value);
        } catch (JacksonException e) {
            return String.valueOf(value);
        }
    }

    private static String brief(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + "...";
    }
}
