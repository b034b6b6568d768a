package org.attune.worker.python;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.attune.wire.Task;
import org.attune.wire.TaskResult;
import org.attune.worker.task.TaskRunner;

/** Calls that a process has and that are not over; the first of them runs. Thread-safe. */
final class Batch {
    private final Deque<Task> left;
    private boolean begun;

    Batch(Collection<Task> tasks) {
        this.left = new ArrayDeque<>(tasks);
    }

    synchronized List<Task> tasks() {
        return new ArrayList<>(left);
    }

    synchronized boolean isEmpty() {
        return left.isEmpty();
    }

    synchronized boolean runs(long task) {
        return begun && !left.isEmpty() && left.getFirst().id() == task;
    }

    /** The first, which is over now; null if there is none. */
    synchronized Task removeFirst() {
        return left.pollFirst();
    }

    void begin(TaskRunner.Ends told) {
        long first;
        synchronized (this) {
            begun = true;
            first = left.getFirst().id();
        }
        told.began(first);
    }

    /** One is over, or was given back, from the last on. */
    void take(TaskResult result, TaskRunner.Ends told) {
        long next = -1;
        synchronized (this) {
            if (result.end() == TaskResult.End.RETURNED) {
                left.removeIf(task -> task.id() == result.id());
            } else {
                left.pollFirst();
                next = left.isEmpty() ? -1 : left.getFirst().id();
            }
        }
        told.ended(result);
        if (next >= 0) {
            told.began(next);
        }
    }

    /** Something to run now and then: does {@code recall} whenever the same call still runs, with others behind it. */
    Runnable watch(Runnable recall) {
        return new Runnable() {
            private long before = -1;

            @Override
            public void run() {
                long now;
                synchronized (Batch.this) {
                    if (left.size() < 2) {
                        return;
                    }
                    now = left.getFirst().id();
                }
                if (now == before) {
                    recall.run();
                }
                before = now;
            }
        };
    }
}
