package org.attune.spec;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which scheduler, with its settings. */
public sealed interface SchedulerSpec {

    /** As the study file writes it: {@code {"type": "hyperband", "max_step": 27, "eta": 3, "min_step": 1}}. */
    Map<String, Object> definition();

    /** Every trial runs to its end. */
    record Fifo() implements SchedulerSpec {
        @Override
        public Map<String, Object> definition() {
            return Map.of("type", "fifo");
        }
    }

    /**
     * HyperBand (Li et al. 2018).
     *
     * @param maxStep steps of a trial that gets through every rung, at least 1
     * @param eta each rung keeps one in {@code eta} trials and gives it {@code eta} times the steps; at least 2
     * @param minStep fewest steps of a trial, in [1, maxStep]
     */
    record HyperBand(int maxStep, int eta, int minStep) implements SchedulerSpec {
        @Override
        public Map<String, Object> definition() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("type", "hyperband");
            map.put("max_step", maxStep);
            map.put("eta", eta);
            map.put("min_step", minStep);
            return map;
        }
    }
}
