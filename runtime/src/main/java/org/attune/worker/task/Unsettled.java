package org.attune.worker.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.attune.wire.TaskResult;

/** Results that the head may not have, by the number of their message. Thread-safe. */
final class Unsettled {
    private final Deque<Sent> sent = new ArrayDeque<>();
    private long last;

    record Sent(long number, String session, List<TaskResult> results) {}

    synchronized Sent add(String session, List<TaskResult> results) {
        Sent message = new Sent(++last, session, results);
        sent.add(message);
        return message;
    }

    synchronized List<Sent> settle(long number) {
        List<Sent> settled = new ArrayList<>();
        while (!sent.isEmpty() && sent.peek().number() <= number) {
            settled.add(sent.poll());
        }
        return settled;
    }

    /** The messages with results of these tasks. */
    synchronized List<Sent> of(String session, Set<Long> tasks) {
        return tasks.isEmpty()
                ? List.of()
                : sent.stream()
                        .filter(message -> message.session().equals(session)
                                && message.results().stream().anyMatch(result -> tasks.contains(result.id())))
                        .toList();
    }

    synchronized List<Sent> all() {
        return List.copyOf(sent);
    }
}
