package org.attune.head.task;

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
    /** How often its worker was lost. */
    int losses;
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

    long id() {
        return task.id();
    }
}
