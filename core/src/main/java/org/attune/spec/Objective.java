package org.attune.spec;

import java.util.LinkedHashMap;
import java.util.Map;

/** The metric to optimise and the direction. */
public record Objective(String metric, Mode mode) {

    /** Direction of an objective. */
    public enum Mode {
        MIN,
        MAX
    }

    /** As the study file writes it: {@code {"metric": "loss", "mode": "min"}}. */
    public Map<String, Object> definition() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("metric", metric);
        map.put("mode", mode == Mode.MIN ? "min" : "max");
        return map;
    }

    /**
     * The value as a loss, which every sampler and scheduler minimises. Maximising a metric and minimising its negative give the same losses,
     * bit by bit; not-a-number and infinities of either sign, which are worse than everything, give positive infinity.
     */
    public double loss(double value) {
        // Both ways a zero comes out as positive zero.
        double loss = mode == Mode.MIN ? value + 0.0 : 0.0 - value;
        return Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY;
    }
}
