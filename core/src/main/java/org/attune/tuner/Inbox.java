package org.attune.tuner;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a tuner's thread has to do, now and later. {@link #put} may be called by any thread, the rest by the tuner's own. */
final class Inbox {
    private record Later(long nanos, long order, Runnable task) implements Comparable<Later> {
        @Override
        public int compareTo(Later other) {
            int byTime = Long.compare(nanos - other.nanos, 0);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final PriorityQueue<Later> later = new PriorityQueue<>();
    private long order;

    void put(Runnable task) {
        tasks.add(task);
    }

    void putAfter(Duration delay, Runnable task) {
        later.add(new Later(System.nanoTime() + delay.toNanos(), order++, task));
    }

    /** The next task, as soon as there is one. */
    Runnable take() throws InterruptedException {
        while (!later.isEmpty()) {
            long wait = later.peek().nanos() - System.nanoTime();
            if (wait <= 0) {
                return later.remove().task();
            }
            Runnable task = tasks.poll(wait, TimeUnit.NANOSECONDS);
            if (task != null) {
                return task;
            }
        }
        return tasks.take();
    }
}
