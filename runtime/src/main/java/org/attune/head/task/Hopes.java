package org.attune.head.task;

import java.util.List;
import java.util.Optional;
import org.attune.wire.TaskResult;

/**
 * Whether there is any hope for tasks that got no place. Those that none of the workers that are there could ever run
 * are refused at once; those that came when there was no worker at all, or one that could run them, may wait for such
 * a one. Used by the keeper alone.
 */
final class Hopes {
    private final Books books;

    Hopes(Books books) {
        this.books = books;
    }

    /** A pool asked for a place in vain. */
    void judge(Session session, Pool pool) {
        synchronized (books) {
            if (pool.isAccepted) {
                return;
            }
        }
        Optional<String> misfit = pool.tenant.misfit();
        synchronized (books) {
            pool.isAccepted = misfit.isEmpty();
            misfit.ifPresent(why -> refuse(session, pool, why));
        }
    }

    private static void refuse(Session session, Pool pool, String why) {
        List<Long> tasks = pool.queue.stream()
                .filter(entry -> !entry.isSettled)
                .map(Entry::id)
                .toList();
        Settlement.settle(session, tasks, TaskResult.End.REFUSED, "no worker can run the function: " + why);
        pool.queue.clear();
    }
}
