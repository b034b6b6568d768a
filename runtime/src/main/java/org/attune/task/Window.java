package org.attune.task;

/** How much of a session may be under way. Thread-safe. */
final class Window {
    private final long mostTasks;
    private final long mostBytes;
    private long tasks;
    private long bytes;
    private int waiting;

    Window(long mostTasks, long mostBytes) {
        this.mostTasks = mostTasks;
        this.mostBytes = mostBytes;
    }

    /** Waits until there is room; one alone has room whatever its size. */
    synchronized void enter(long size) throws InterruptedException {
        while (tasks > 0 && (tasks >= mostTasks || bytes + size > mostBytes)) {
            waiting++;
            try {
                wait();
            } finally {
                waiting--;
            }
        }
        force(size);
    }

    synchronized void force(long size) {
        tasks++;
        bytes += size;
    }

    /** Who waits is woken when there is some room, not for each task. */
    synchronized void leave(long size) {
        tasks--;
        bytes -= size;
        if (waiting > 0 && tasks <= mostTasks / 8 * 7 && bytes <= mostBytes / 8 * 7) {
            notifyAll();
        }
    }
}
