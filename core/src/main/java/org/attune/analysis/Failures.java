package org.attune.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.study.Attempt;
import org.attune.study.Cause;
import org.attune.study.Trial;
import org.attune.study.TrialState;

/**
 * Failed trials with the same cause and message.
 *
 * @param count how many
 * @param trial the first of them
 */
public record Failures(Cause cause, String message, int count, int trial) implements Row {

    /** All failed trials, the most frequent failure first. */
    static List<Failures> of(List<Trial> trials) {
        record Kind(Cause cause, String message) {}
        Map<Kind, Failures> kinds = new LinkedHashMap<>();
        for (Trial trial : trials) {
            if (trial.state() == TrialState.FAILED && trial.lastAttempt().isPresent()) {
                Attempt attempt = trial.lastAttempt().get();
                Kind kind = new Kind(attempt.cause().orElse(Cause.ERROR), attempt.message());
                kinds.merge(
                        kind,
                        new Failures(kind.cause(), kind.message(), 1, trial.id()),
                        (seen, one) -> new Failures(seen.cause(), seen.message(), seen.count() + 1, seen.trial()));
            }
        }
        List<Failures> sorted = new ArrayList<>(kinds.values());
        sorted.sort(Comparator.comparingInt(Failures::count).reversed());
        return sorted;
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("cause", cause.name());
        row.put("message", message);
        row.put("count", (long) count);
        row.put("trial", (long) trial);
        return row;
    }
}
