package org.attune.head.task;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.head.Lease;
import org.attune.head.WorkerHandle;
import org.attune.wire.TaskFrames;
import org.attune.wire.TaskResult;
import org.attune.wire.ToClient;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;

/** How tasks end: by what workers say, by the client's wish, by their deadline, with a worker that is lost. Of each the client is told one end. */
final class Settlement {
    private final Books books;
    private final Places places;

    Settlement(Books books, Places places) {
        this.books = books;
        this.places = places;
    }

    /** A worker says what became of tasks. Those that are not over go back to the front of the queue. */
    void results(WorkerHandle worker, ToHead.Results message) {
        List<TaskResult> all = TaskFrames.results(message.results());
        synchronized (books) {
            Books.Present present = books.workers.get(worker.name());
            if (present != null && present.taken >= message.number()) {
                return; // said again: what was given back then may be there again by now
            } else if (present != null) {
                present.taken = message.number();
            }
            Session session = books.sessions.get(message.session());
            if (session != null) {
                results(session, worker, message, all);
            }
        }
    }

    private void results(Session session, WorkerHandle worker, ToHead.Results message, List<TaskResult> all) {
        long now = System.nanoTime();
        List<TaskResult> wanted = new ArrayList<>(all.size());
        List<Pool> moved = new ArrayList<>(1);
        double micros = 0;
        boolean isChanged = false;
        for (TaskResult result : all) {
            Entry entry = session.entries.get(result.id());
            if (entry == null || !entry.isAt(worker)) {
                continue;
            }
            Pool pool = entry.pool;
            entry.seat.sent.remove(result.id());
            entry.seat.movedNanos = now;
            entry.seat.hasMoved = true;
            if (!moved.contains(pool)) {
                moved.add(pool);
            }
            boolean isLost = result.end() == TaskResult.End.LOST;
            if (isLost) {
                entry.lost(worker.name());
            }
            boolean again = result.end() == TaskResult.End.RETURNED || isLost && entry.mayBeTriedAgain();
            if (again && !entry.isSettled) {
                session.takeBack(entry);
                continue;
            }
            session.remove(entry);
            micros += result.micros();
            if (!entry.isSettled) {
                wanted.add(isLost ? withTries(result, entry) : result);
                isChanged |= isLost;
            }
        }
        if (!wanted.isEmpty()) {
            moved.get(0).pace.took(micros / wanted.size());
            byte[] packed =
                    wanted.size() == all.size() && !isChanged ? message.results() : TaskFrames.packResults(wanted);
            session.asker.send(new ToClient.Results(session.id, worker.name(), packed));
        }
        for (Pool pool : moved) {
            places.vacate(pool, pool.seats.get(worker.name()));
            places.advance(session, pool, now);
        }
    }

    private static TaskResult withTries(TaskResult result, Entry entry) {
        String why = new String(result.body(), StandardCharsets.UTF_8);
        byte[] more = (why + "; " + entry.tried()).getBytes(StandardCharsets.UTF_8);
        return new TaskResult(result.id(), result.end(), result.micros(), more);
    }

    /** The client does not want them any more, or does not wait any longer. One that runs keeps its slot until its worker says that it is over. */
    void settle(String id, List<Long> tasks, TaskResult.End end) {
        synchronized (books) {
            Session session = books.sessions.get(id);
            if (session != null) {
                settle(session, tasks, end, "");
            }
        }
    }

    /** The same. {@code why}: for people, or empty. Under the lock. */
    static void settle(Session session, List<Long> tasks, TaskResult.End end, String why) {
        List<Long> settled = new ArrayList<>();
        for (long task : tasks) {
            Entry entry = session.entries.get(task);
            if (entry == null || entry.isSettled) {
                continue;
            }
            entry.isSettled = true;
            settled.add(task);
            if (entry.seat == null) {
                session.remove(entry);
                entry.pool.forgetQueued();
            } else {
                entry.seat.worker.send(new ToWorker.CancelTasks(session.id, List.of(task)));
            }
        }
        if (!settled.isEmpty()) {
            session.tell(settled, end, "", why);
        }
    }

    /** Under the lock. */
    void expire(Session session, long now) {
        List<Long> late = new ArrayList<>();
        while (!session.deadlines.isEmpty() && session.deadlines.peek().deadlineNanos - now <= 0) {
            late.add(session.deadlines.poll().id());
        }
        if (!late.isEmpty()) {
            settle(session, late, TaskResult.End.LATE, "");
        }
    }

    /** The worker of a seat, which the pool has no more, is lost: its tasks begin again elsewhere, in their order, if they may. Under the lock. */
    void lost(Session session, Pool pool, Seat seat) {
        Map<String, List<Long>> given = new LinkedHashMap<>();
        List<Entry> sent = new ArrayList<>(seat.sent.values());
        for (int i = sent.size() - 1; i >= 0; i--) {
            Entry entry = sent.get(i);
            entry.lost(seat.worker.name());
            if (!entry.isSettled && entry.mayBeTriedAgain()) {
                session.takeBack(entry);
            } else {
                entry.seat = null;
                session.remove(entry);
                if (!entry.isSettled) {
                    given.computeIfAbsent(entry.tried(), any -> new ArrayList<>())
                            .add(entry.id());
                }
            }
        }
        given.forEach((tried, tasks) ->
                session.tell(tasks, TaskResult.End.LOST, seat.worker.name(), "it was lost with its worker; " + tried));
        List<Lease> leases = new ArrayList<>(seat.slots);
        leases.addAll(seat.leaving);
        places.release(pool, leases);
        places.advance(session, pool, System.nanoTime());
    }
}
