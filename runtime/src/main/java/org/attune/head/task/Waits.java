package org.attune.head.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.attune.head.Answering.Asker;
import org.attune.wire.ToClient;

/** What tasks wait for: told to whoever asks, and unasked to their client when it takes some time. Used by the keeper alone. */
final class Waits implements Runnable {
    static final long MILLIS = 1000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final int MOST_TOLD = 16;

    private record Waiting(Session session, Pool pool, long tasks, int places, boolean isContent) {}

    private final Books books;

    Waits(Books books) {
        this.books = books;
    }

    @Override
    public void run() {
        long now = System.nanoTime();
        for (Waiting one : waiting()) {
            Pool pool = one.pool();
            if (one.places() > 0) {
                pool.waitsSinceNanos = 0;
            } else if (pool.waitsSinceNanos == 0) {
                pool.waitsSinceNanos = now;
            } else if (now - pool.waitsSinceNanos > PATIENCE_NANOS && pool.told.size() < MOST_TOLD) {
                tell(one);
            }
        }
    }

    void answer(String session, Asker asker) {
        waiting().stream()
                .filter(one -> one.session().id.equals(session))
                .forEach(one -> asker.send(new ToClient.Part(asker.id(), Map.of("line", text(one)))));
        asker.send(new ToClient.Done(asker.id()));
    }

    private List<Waiting> waiting() {
        List<Waiting> waiting = new ArrayList<>();
        synchronized (books) {
            for (Session session : books.sessions.values()) {
                for (Pool pool : session.pools.values()) {
                    long tasks = pool.tenant == null ? 0 : pool.waiting();
                    if (tasks > 0) {
                        waiting.add(new Waiting(session, pool, tasks, pool.slots(), !pool.wantsMore()));
                    } else {
                        pool.waitsSinceNanos = 0;
                    }
                }
            }
        }
        return waiting;
    }

    /** Once of each reason: who has what it waits for may change all the time. */
    private void tell(Waiting one) {
        String others = books.handles().isEmpty() ? "nobody is there" : "others have it";
        if (one.pool().told.add(one.pool().tenant.misfit().orElse(others))) {
            Asker asker = one.session().asker;
            asker.send(new ToClient.Part(asker.id(), Map.of("waits", text(one))));
        }
    }

    private static String text(Waiting one) {
        String tasks = one.tasks() == 1 ? "1 function waits" : one.tasks() + " functions wait";
        String others = ", behind others of their kind in " + one.places() + (one.places() == 1 ? " place" : " places");
        return tasks + " for " + one.pool().tenant.asks() + (one.places() == 0 ? "" : others) + ": " + reason(one);
    }

    private static String reason(Waiting one) {
        if (one.places() > 0 && one.isContent()) {
            return "each takes so little time that they need no more places";
        }
        List<String> obstacles = one.pool().tenant.obstacles();
        return obstacles.isEmpty() ? "a place has just become free" : String.join("; ", obstacles);
    }
}
