package org.attune.task;

import java.util.IdentityHashMap;
import java.util.Map;
import org.attune.wire.Callee;

/** How much of a session may be under way: tasks, and their bytes with those of what they call, which all that call the same share. Thread-safe. */
final class Window {
    private final long mostTasks;
    private final long mostBytes;
    private long tasks;
    private long bytes;
    private int waiting;
    private final Map<Callee, Integer> callees = new IdentityHashMap<>();

    Window(long mostTasks, long mostBytes) {
        this.mostTasks = mostTasks;
        this.mostBytes = mostBytes;
    }

    /** Waits until there is room; one alone has room whatever its size. */
    synchronized void enter(Callee callee, long size) throws InterruptedException {
        while (tasks > 0 && (tasks >= mostTasks || bytes + size + own(callee) > mostBytes)) {
            waiting++;
            try {
                wait();
            } finally {
                waiting--;
            }
        }
        force(callee, size);
    }

    synchronized void force(Callee callee, long size) {
        tasks++;
        bytes += size + own(callee);
        callees.merge(callee, 1, Integer::sum);
    }

    private long own(Callee callee) {
        return callees.containsKey(callee) ? 0 : callee.bytes();
    }

    /** Who waits is woken when there is some room, not for each task. */
    synchronized void leave(Callee callee, long size) {
        tasks--;
        callees.computeIfPresent(callee, (same, count) -> count == 1 ? null : count - 1);
        bytes -= size + own(callee);
        if (waiting > 0 && tasks <= mostTasks / 8 * 7 && bytes <= mostBytes / 8 * 7) {
            notifyAll();
        }
    }

    /** Whether somebody waits for room. */
    synchronized boolean isAwaited() {
        return waiting > 0;
    }
}
