package org.attune.worker.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.attune.wire.Link;
import org.attune.wire.TaskFrames;
import org.attune.wire.TaskResult;
import org.attune.wire.ToHead;

/** Results on their way to the head: they gather until the link has room, and are kept until the head has settled them. Thread-safe. */
final class Deliveries {
    private static final int MOST_BYTES = 256 * 1024;

    private final Queue<Ended> waiting = new ArrayDeque<>();
    private final Unsettled unsettled = new Unsettled();
    private volatile Link<ToHead> link;

    private record Ended(String session, TaskResult result) {}

    /** A link is new: what the head may not have is said again before all else. */
    void goOn(Link<ToHead> fresh) {
        List<Unsettled.Sent> again;
        synchronized (this) {
            link = fresh;
            again = unsettled.all();
        }
        again.forEach(message -> fresh.send(pack(message)));
        fresh.source(() -> next(fresh));
        fresh.draw();
    }

    void add(String session, TaskResult result) {
        synchronized (this) {
            waiting.add(new Ended(session, result));
        }
        Link<ToHead> now = link;
        if (now != null) {
            now.draw();
        }
    }

    /** What was sent and has results of these tasks is said again. */
    void sayAgain(String session, Set<Long> tasks) {
        Link<ToHead> now = link;
        if (now != null) {
            unsettled.of(session, tasks).forEach(message -> now.send(pack(message)));
        }
    }

    List<Unsettled.Sent> settle(long number) {
        return unsettled.settle(number);
    }

    /** A link that was lost gets nothing: it would not be said again on the next. */
    private synchronized ToHead next(Link<ToHead> asking) {
        if (asking != link || waiting.isEmpty()) {
            return null;
        }
        String session = waiting.peek().session();
        List<TaskResult> some = new ArrayList<>();
        int bytes = 0;
        while (!waiting.isEmpty() && waiting.peek().session().equals(session) && bytes <= MOST_BYTES) {
            TaskResult result = waiting.remove().result();
            bytes += result.body() == null ? 0 : result.body().length;
            some.add(result);
        }
        return pack(unsettled.add(session, some));
    }

    private static ToHead pack(Unsettled.Sent message) {
        return new ToHead.Results(message.session(), message.number(), TaskFrames.packResults(message.results()));
    }
}
