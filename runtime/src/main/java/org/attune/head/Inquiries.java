package org.attune.head;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.wire.Link;
import org.attune.wire.ToClient;

/** The questions of one client that are not answered yet. Thread-safe. */
final class Inquiries {
    private final Map<Long, Inquiry> open = new HashMap<>();
    private boolean isClosed;

    /** Absent if the client has a question of that id, which goes on, or is gone. */
    synchronized Optional<Inquiry> add(long id, Link<ToClient> link) {
        if (isClosed || open.containsKey(id)) {
            return Optional.empty();
        }
        Inquiry inquiry = new Inquiry(id, link, this::over);
        open.put(id, inquiry);
        return Optional.of(inquiry);
    }

    void withdraw(long id) {
        Inquiry inquiry;
        synchronized (this) {
            inquiry = open.remove(id);
        }
        if (inquiry != null) {
            inquiry.gone();
        }
    }

    void ready() {
        List<Inquiry> waiting;
        synchronized (this) {
            waiting = List.copyOf(open.values());
        }
        waiting.forEach(Inquiry::ready);
    }

    void close() {
        List<Inquiry> left;
        synchronized (this) {
            isClosed = true;
            left = new ArrayList<>(open.values());
            open.clear();
        }
        left.forEach(Inquiry::gone);
    }

    private synchronized void over(Inquiry inquiry) {
        open.remove(inquiry.id(), inquiry);
    }
}
