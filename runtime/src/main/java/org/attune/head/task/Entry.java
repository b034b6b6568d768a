package org.attune.head.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.head.WorkerHandle;
import org.attune.wire.Callee;
import org.attune.wire.Task;

/** A task that is not over. */
final class Entry {

    /** What tasks of a session call: kept once for all of them. */
    static final class Call {
        final Callee callee;
        int tasks;

        Call(Callee callee) {
            this.callee = callee;
        }
    }

    final Pool pool;
    final Call call;
    final Task task;
    final long deadlineNanos;
    /** Where it was sent, or null while it is queued. */
    Seat seat;
    /** How often it was seen running there: at first sight it may be over in no time, at the second its client is told. */
    int sights;
    /** Where it was lost, and how often. */
    private Map<String, Integer> losses = Map.of();
    /** The client knows already how it ended; it still occupies its slot. */
    boolean isSettled;

    Entry(Pool pool, Call call, Task task, long deadlineNanos) {
        this.pool = pool;
        this.call = call;
        this.task = task;
        this.deadlineNanos = deadlineNanos;
    }

    /** Whether this worker has it. */
    boolean isAt(WorkerHandle worker) {
        return seat != null && seat.worker.name().equals(worker.name());
    }

    /** It is gone with its process there, or with the worker. */
    void lost(String worker) {
        losses = losses.isEmpty() ? new LinkedHashMap<>() : losses;
        losses.merge(worker, 1, Integer::sum);
    }

    boolean mayBeTriedAgain() {
        return tries() <= pool.shape.retries();
    }

    private int tries() {
        return losses.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** {@code tried 4 times, on n1 (2 times), n2 and n3 (retries: 3)}. */
    String tried() {
        List<String> places = losses.entrySet().stream()
                .map(one -> one.getKey() + (one.getValue() == 1 ? "" : " (" + one.getValue() + " times)"))
                .toList();
        int last = places.size() - 1;
        String where =
                last == 0 ? places.get(0) : String.join(", ", places.subList(0, last)) + " and " + places.get(last);
        return "tried " + (tries() == 1 ? "once" : tries() + " times") + ", on " + where + " (retries: "
                + pool.shape.retries() + ")";
    }

    long id() {
        return task.id();
    }
}
