package org.attune.head;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.tuner.Signal;
import org.attune.wire.AttemptKey;
import org.attune.wire.ToHead;

/** Attempts of a former head that workers have brought along, and of which the study has not yet said that it goes on with them. Guarded by its runner's lock. */
final class Finds {

    /** On one worker; {@code signals}: what was heard of it so far. */
    record Find(WorkerHandle worker, ToHead.Known known, Lease lease, List<Signal> signals) {
        boolean isOver() {
            return known.over() || signals.stream().anyMatch(Signal.AttemptOver.class::isInstance);
        }
    }

    private final Map<AttemptKey, List<Find>> finds = new LinkedHashMap<>();

    void add(WorkerHandle worker, ToHead.Known known, Lease lease) {
        finds.computeIfAbsent(known.key(), key -> new ArrayList<>())
                .add(new Find(worker, known, lease, new ArrayList<>()));
    }

    boolean has(WorkerHandle worker, AttemptKey key) {
        return finds.getOrDefault(key, List.of()).stream().anyMatch(find -> find.worker == worker);
    }

    void hear(WorkerHandle worker, AttemptKey key, Signal signal) {
        finds.getOrDefault(key, List.of()).stream()
                .filter(find -> find.worker == worker)
                .forEach(find -> find.signals.add(signal));
    }

    List<Find> take(AttemptKey key) {
        List<Find> found = finds.remove(key);
        return found == null ? List.of() : found;
    }

    List<Find> takeAll() {
        List<Find> all = finds.values().stream().flatMap(List::stream).toList();
        finds.clear();
        return all;
    }

    List<Find> lost(WorkerHandle worker) {
        List<Find> lost = finds.values().stream()
                .flatMap(List::stream)
                .filter(find -> find.worker == worker)
                .toList();
        finds.values().forEach(list -> list.removeAll(lost));
        return lost;
    }
}
