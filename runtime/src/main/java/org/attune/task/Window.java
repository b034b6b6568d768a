package org.attune.task;

/** How much of a session may be under way. Thread-safe. */
final class Window {
    private final long mostTasks;
    private final long mostBytes;
    private long tasks;
    private long bytes;

    Window(long mostTasks, long mostBytes) {
        this.mostTasks = mostTasks;
        this.mostBytes = mostBytes;
    }

    /** Waits until there is room; one alone has room whatever its size. */
    synchronized void enter(long size) throws InterruptedException {
        while (tasks > 0 && (tasks >= mostTasks || bytes + size > mostBytes)) {
            wait();
        }
        force(size);
    }

    synchronized void force(long size) {
        tasks++;
        bytes += size;
    }

    synchronized void leave(long size) {
        boolean wasFull = tasks >= mostTasks || bytes + size > mostBytes / 2;
        tasks--;
        bytes -= size;
        if (wasFull) {
            notifyAll();
        }
    }
}
