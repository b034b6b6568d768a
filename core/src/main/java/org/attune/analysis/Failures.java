package org.attune.analysis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.study.Attempt;
import org.attune.study.Cause;
import org.attune.study.FailureKind;
import org.attune.study.Trial;
import org.attune.study.TrialState;

/**
 * Trials that failed equally: with the same {@link FailureKind}.
 *
 * @param message that of the first of them
 * @param count how many
 * @param of how many failed in all, whatever the kind
 * @param trial the first of them
 * @param condition what sets their configurations apart from those of trials with a result, such as {@code batch_size >= 256}; see {@link FailureRule}
 */
public record Failures(Cause cause, String message, int count, int of, int trial, Optional<String> condition)
        implements Row {
    /** Looking for a condition goes through all trials, which is worth it for the kinds that people see. */
    private static final int KINDS_EXAMINED = 5;

    /** All failed trials, the most frequent failure first; only the first few have a condition. */
    static List<Failures> of(List<Trial> trials) {
        return of(trials, Instant.MIN);
    }

    /** Those of them that failed since a time. */
    static List<Failures> of(List<Trial> trials, Instant since) {
        Map<FailureKind, List<Trial>> kinds = new LinkedHashMap<>();
        int failed = 0;
        for (Trial trial : trials) {
            if (trial.state() == TrialState.FAILED
                    && !last(trial).ended().orElseThrow().isBefore(since)) {
                kinds.computeIfAbsent(kind(last(trial)), kind -> new ArrayList<>())
                        .add(trial);
                failed++;
            }
        }
        List<List<Trial>> sorted = new ArrayList<>(kinds.values());
        sorted.sort(Comparator.comparingInt((List<Trial> equal) -> equal.size()).reversed());
        List<Trial> good = trials.stream()
                .filter(trial ->
                        trial.state() != TrialState.FAILED && trial.best().isPresent())
                .toList();
        List<Failures> digest = new ArrayList<>();
        for (List<Trial> equal : sorted) {
            Attempt example = last(equal.get(0));
            Optional<String> condition = digest.size() < KINDS_EXAMINED
                    ? FailureRule.find(equal, good).map(FailureRule::text)
                    : Optional.empty();
            digest.add(new Failures(
                    example.cause().orElseThrow(),
                    example.message(),
                    equal.size(),
                    failed,
                    equal.get(0).id(),
                    condition));
        }
        return digest;
    }

    private static FailureKind kind(Attempt attempt) {
        return FailureKind.of(attempt.cause().orElseThrow(), attempt.message());
    }

    private static Attempt last(Trial trial) {
        return trial.lastAttempt().orElseThrow();
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("cause", cause.name());
        row.put("message", message);
        row.put("count", (long) count);
        row.put("trial", (long) trial);
        row.put("of", (long) of);
        row.put("condition", condition.orElse(null));
        return row;
    }
}
