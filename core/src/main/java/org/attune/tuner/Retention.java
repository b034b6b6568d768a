package org.attune.tuner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.attune.study.Report;
import org.attune.study.Study;
import org.attune.study.Trial;

/**
 * Which checkpoints are needed no more. Needed are the last one of each trial that may go on, and the one from which to take the best trial's
 * model. A best trial stays the best until it is beaten, so what is let go is never missed.
 */
final class Retention {
    private final Map<Integer, Set<String>> held = new HashMap<>();
    private Trial best;

    void saved(int trial, String checkpoint) {
        held.computeIfAbsent(trial, id -> new LinkedHashSet<>()).add(checkpoint);
    }

    /** Whether the checkpoint is there to be released later. */
    boolean holds(int trial, String checkpoint) {
        return held.getOrDefault(trial, Set.of()).contains(checkpoint);
    }

    /** Checkpoints of the trial, and of one that it outdid, to be removed. */
    List<String> release(Study study, Trial changed) {
        List<String> obsolete = new ArrayList<>(release(changed, study));
        Trial before = best;
        best = study.best().orElse(null);
        if (before != null && before != best) {
            obsolete.addAll(release(before, study));
        }
        return obsolete;
    }

    private List<String> release(Trial trial, Study study) {
        Set<String> checkpoints = held.getOrDefault(trial.id(), Set.of());
        if (checkpoints.isEmpty()) {
            return List.of();
        }
        Set<String> needed = needed(trial, study);
        List<String> obsolete =
                checkpoints.stream().filter(path -> !needed.contains(path)).toList();
        obsolete.forEach(checkpoints::remove);
        if (checkpoints.isEmpty()) {
            held.remove(trial.id());
        }
        return obsolete;
    }

    private static Set<String> needed(Trial trial, Study study) {
        Set<String> needed = new HashSet<>();
        if (!trial.state().isFinal()) {
            path(trial.latestCheckpoint()).ifPresent(needed::add);
        }
        if (study.best().filter(one -> one == trial).isPresent()) {
            path(trial.bestCheckpoint()).ifPresent(needed::add);
        }
        return needed;
    }

    private static Optional<String> path(Optional<Report> report) {
        return report.flatMap(Report::checkpoint);
    }
}
