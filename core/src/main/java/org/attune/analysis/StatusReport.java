package org.attune.analysis;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.study.TrialState;

/**
 * A study at a glance.
 *
 * @param study its name
 * @param trials how many are in each state, zeros included
 * @param remaining how many trials have not come to their end yet, those to be created included; 0 once the study is over; absent without a limit
 * @param reason why it is over: {@code "trials"}, {@code "target"}, {@code "failures"} or {@code "time"}
 * @param failures the kinds of failures, the most frequent first
 * @param blamed machines that are blamed for failures, by name
 */
public record StatusReport(
        String study,
        StudyState state,
        Map<TrialState, Integer> trials,
        Optional<BestRow> best,
        OptionalInt remaining,
        Optional<String> reason,
        List<Failures> failures,
        List<Blamed> blamed)
        implements Row {

    private static final int KINDS_SHOWN = 5;

    public StatusReport {
        trials = new EnumMap<>(trials);
        failures = List.copyOf(failures.subList(0, Math.min(KINDS_SHOWN, failures.size())));
    }

    /** How many trials there are, whatever their state. */
    public int trialCount() {
        return trials.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> counts = new LinkedHashMap<>();
        for (TrialState each : TrialState.values()) {
            counts.put(each.name(), (long) trials.getOrDefault(each, 0));
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("study", study);
        row.put("state", state.name());
        row.put("trials", counts);
        row.put("best", best.map(BestRow::toJson).orElse(null));
        row.put("remaining", remaining.isPresent() ? (long) remaining.getAsInt() : null);
        row.put("reason", reason.orElse(null));
        row.put("failures", failures.stream().map(Failures::toJson).toList());
        row.put("blamed", blamed.stream().map(Blamed::toJson).toList());
        return row;
    }
}
