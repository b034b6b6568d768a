package org.attune.analysis;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.attune.study.Cause;
import org.attune.study.TrialState;

/**
 * One trial.
 *
 * @param config the configuration, in the order of the space
 * @param step the last step reported, 0 without a report
 * @param value the objective's metric at that step; absent if it was not told or no finite number
 * @param bestValue the best finite value at any step
 * @param bestStep step of that value
 * @param attempts how many there were
 * @param cause how the last attempt ended; absent while it runs
 * @param started start of the first attempt
 * @param seconds time its attempts ran, together; one that runs counts up to the last event of the journal, one whose head was lost up to that head's last event
 * @param worker where the last attempt ran
 * @param message what went wrong with the last attempt, in a line; absent if nothing did
 */
public record TrialRow(
        int trial,
        TrialState state,
        Map<String, Object> config,
        int step,
        OptionalDouble value,
        OptionalDouble bestValue,
        OptionalInt bestStep,
        int attempts,
        Optional<Cause> cause,
        Optional<Instant> started,
        double seconds,
        Optional<String> worker,
        Optional<String> message)
        implements Row {

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("trial", (long) trial);
        row.put("state", state.name());
        row.put("config", config);
        row.put("step", (long) step);
        row.put("value", value.isPresent() ? value.getAsDouble() : null);
        row.put("best_value", bestValue.isPresent() ? bestValue.getAsDouble() : null);
        row.put("best_step", bestStep.isPresent() ? (long) bestStep.getAsInt() : null);
        row.put("attempts", (long) attempts);
        row.put("cause", cause.map(Cause::name).orElse(null));
        row.put("started", started.map(Numbers::text).orElse(null));
        row.put("seconds", seconds);
        row.put("worker", worker.orElse(null));
        row.put("message", message.orElse(null));
        return row;
    }
}
