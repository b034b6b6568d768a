package org.attune.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * When a single trial has done enough: at a step, or as soon as any of the metrics is past a threshold.
 *
 * @param step the trial is complete with its report of this step
 * @param thresholds by metric
 */
public record StopRule(OptionalInt step, Map<String, Threshold> thresholds) {

    public StopRule {
        thresholds = Collections.unmodifiableMap(new LinkedHashMap<>(thresholds));
    }

    public static StopRule never() {
        return new StopRule(OptionalInt.empty(), Map.of());
    }

    /** Met by values below {@code below} or above {@code above}, neither included. */
    public record Threshold(OptionalDouble below, OptionalDouble above) {
        Map<String, Object> definition() {
            Map<String, Object> map = new LinkedHashMap<>();
            below.ifPresent(bound -> map.put("below", bound));
            above.ifPresent(bound -> map.put("above", bound));
            return map;
        }

        public boolean isMetBy(double value) {
            return (below.isPresent() && value < below.getAsDouble())
                    || (above.isPresent() && value > above.getAsDouble());
        }
    }

    /** As the study file writes it: {@code {"step": 50, "loss": {"below": 0.1}}}; empty if there is no rule. */
    public Map<String, Object> definition() {
        Map<String, Object> map = new LinkedHashMap<>();
        step.ifPresent(number -> map.put("step", number));
        thresholds.forEach((metric, threshold) -> map.put(metric, threshold.definition()));
        return map;
    }

    public boolean isMetBy(int atStep, Map<String, Double> metrics) {
        return (step.isPresent() && atStep >= step.getAsInt())
                || thresholds.entrySet().stream()
                        .anyMatch(rule -> metrics.containsKey(rule.getKey())
                                && rule.getValue().isMetBy(metrics.get(rule.getKey())));
    }
}
