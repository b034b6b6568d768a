package org.attune.analysis;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One report.
 *
 * @param metrics may hold not-a-number and infinities, which JSON shows as the texts {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"}
 */
public record ReportRow(int trial, int attempt, int step, Map<String, Double> metrics, Instant time) implements Row {

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> told = new LinkedHashMap<>();
        metrics.forEach((name, value) -> told.put(name, Numbers.orText(value)));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("trial", (long) trial);
        row.put("attempt", (long) attempt);
        row.put("step", (long) step);
        row.put("metrics", told);
        row.put("time", Numbers.text(time));
        return row;
    }
}
