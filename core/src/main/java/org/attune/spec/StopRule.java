package org.attune.spec;

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
        thresholds = Map.copyOf(thresholds);
    }

    public static StopRule never() {
        return new StopRule(OptionalInt.empty(), Map.of());
    }

    /** Met by values below {@code below} or above {@code above}, neither included. */
    public record Threshold(OptionalDouble below, OptionalDouble above) {
        public boolean isMetBy(double value) {
            return (below.isPresent() && value < below.getAsDouble())
                    || (above.isPresent() && value > above.getAsDouble());
        }
    }

    public boolean isMetBy(int atStep, Map<String, Double> metrics) {
        return (step.isPresent() && atStep >= step.getAsInt())
                || thresholds.entrySet().stream()
                        .anyMatch(rule -> metrics.containsKey(rule.getKey())
                                && rule.getValue().isMetBy(metrics.get(rule.getKey())));
    }
}
