package org.attune.head;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Places of a study, by the name that its tuner knows them by. Guarded by its runner's lock. */
final class Holdings {
    private final Map<String, Deque<List<Lease>>> reserved = new HashMap<>();
    private final Map<String, Deque<List<Lease>>> ended = new HashMap<>();
    private int running;

    int count() {
        return running + size(reserved) + size(ended);
    }

    void reserved(Lease lease) {
        reserved.computeIfAbsent(lease.worker(), name -> new ArrayDeque<>()).add(List.of(lease));
    }

    /** Something starts in a place: one that was reserved, unless it has its own. */
    Optional<Lease> start(String name) {
        running++;
        return poll(reserved, name).map(leases -> leases.get(0));
    }

    /** What ran there is over; it is given back when that was taken note of. */
    void ended(String name, List<Lease> leases) {
        running--;
        ended.computeIfAbsent(name, key -> new ArrayDeque<>()).add(List.copyOf(leases));
    }

    /** Leases to give back: of what has ended there. */
    Optional<List<Lease>> giveBackEnded(String name) {
        return poll(ended, name);
    }

    /** Leases to give back: of what was never started. */
    Optional<List<Lease>> giveBackReserved(String name) {
        return poll(reserved, name);
    }

    private static Optional<List<Lease>> poll(Map<String, Deque<List<Lease>>> of, String name) {
        return Optional.ofNullable(of.get(name)).map(Deque::poll);
    }

    private static int size(Map<String, Deque<List<Lease>>> of) {
        return of.values().stream().mapToInt(Deque::size).sum();
    }
}
