package org.attune.head.task;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.head.WorkerHandle;

/** Which sessions and workers there are. Its monitor is the lock of all that is mutable in this package; nobody who holds it may ask a {@link org.attune.head.Tenant} for a place. */
final class Books {
    final Map<String, Session> sessions = new HashMap<>();
    final Map<String, Present> workers = new HashMap<>();

    /** A worker that is there, and up to which message its results are taken. */
    static final class Present {
        WorkerHandle handle;
        long taken;
        long told;
    }

    synchronized Optional<Session> session(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    synchronized boolean has(Session session) {
        return sessions.containsKey(session.id);
    }

    synchronized List<WorkerHandle> handles() {
        return workers.values().stream().map(present -> present.handle).toList();
    }

    /** A task that a worker has and that is not over. */
    synchronized Optional<Entry> sent(String session, long task) {
        Session own = sessions.get(session);
        Entry entry = own == null ? null : own.entries.get(task);
        return entry == null || entry.seat == null ? Optional.empty() : Optional.of(entry);
    }
}
