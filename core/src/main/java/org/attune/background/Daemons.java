package org.attune.background;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that keep no process alive. */
public final class Daemons {
    private Daemons() {}

    /** One that has not begun. */
    public static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Makes them, all of one name. */
    public static ThreadFactory named(String name) {
        return task -> thread(name, task);
    }

    /** Makes them, numbered from 1: {@code name-1}. */
    public static ThreadFactory numbered(String name) {
        AtomicInteger last = new AtomicInteger();
        return task -> thread(name + "-" + last.incrementAndGet(), task);
    }
}
