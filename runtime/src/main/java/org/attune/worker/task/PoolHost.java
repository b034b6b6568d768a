package org.attune.worker.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.attune.task.value.Failures;
import org.attune.wire.Callee;
import org.attune.wire.Task;
import org.attune.wire.TaskResult;

/** The slots of a session's pool on this worker, and the tasks that wait for them. Thread-safe. */
final class PoolHost {
    private static final int MOST_AT_ONCE = 64;
    private static final double QUICK_MICROS = 1000;
    private static final double WEIGHT = 0.2;

    private final Executor executor;
    private final Function<List<String>, TaskRunner> opener;
    private final TaskRunner.Ends ends;
    private final boolean takesSeveral;
    private final List<Slot> slots = new ArrayList<>();
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final Map<Long, Slot> running = new HashMap<>();
    private final Set<Long> cancelled = new HashSet<>();
    private double micros = QUICK_MICROS;

    private record Waiting(Callee callee, Task task) {}

    private record Batch(Callee callee, List<Task> tasks) {}

    private static final class Slot {
        final List<String> devices;
        final TaskRunner runner;
        boolean isBusy;
        boolean isGone;

        Slot(List<String> devices, TaskRunner runner) {
            this.devices = devices;
            this.runner = runner;
        }
    }

    /**
     * @param opener makes the runner of a slot with these devices
     * @param takesSeveral whether a runner gains by being given many quick tasks at once
     */
    PoolHost(Executor executor, Function<List<String>, TaskRunner> opener, TaskRunner.Ends ends, boolean takesSeveral) {
        this.executor = executor;
        this.opener = opener;
        this.takesSeveral = takesSeveral;
        this.ends = new Ends(ends, this::began, this::over);
    }

    private record Ends(TaskRunner.Ends outer, LongConsumer begin, Consumer<TaskResult> over)
            implements TaskRunner.Ends {
        @Override
        public void began(long task) {
            begin.accept(task);
            outer.began(task);
        }

        @Override
        public void ended(TaskResult result) {
            over.accept(result);
            outer.ended(result);
        }
    }

    /** From now on there are these slots; one that is no longer among them may end what it runs. */
    synchronized void setSlots(List<List<String>> wanted) {
        List<List<String>> missing = new ArrayList<>(wanted);
        slots.sort(Comparator.comparing(slot -> !slot.isBusy)); // idle ones go first: one that goes runs on
        for (Iterator<Slot> all = slots.iterator(); all.hasNext(); ) {
            Slot slot = all.next();
            if (!missing.remove(slot.devices)) {
                slot.isGone = true;
                all.remove();
                if (!slot.isBusy) {
                    slot.runner.close();
                }
            }
        }
        missing.forEach(devices -> slots.add(new Slot(devices, opener.apply(devices))));
        start();
    }

    synchronized void add(Callee callee, List<Task> tasks) {
        tasks.forEach(task -> queue.add(new Waiting(callee, task)));
        start();
    }

    /** Takes tasks out of the queue. @return those that were there */
    synchronized List<Long> remove(List<Long> tasks) {
        List<Long> removed = new ArrayList<>();
        Set<Long> wanted = new HashSet<>(tasks);
        queue.removeIf(waiting -> wanted.contains(waiting.task().id())
                && removed.add(waiting.task().id()));
        return removed;
    }

    synchronized void cancel(long task) {
        Slot slot = running.get(task);
        if (slot != null) {
            cancelled.add(task);
            slot.runner.cancel(task);
        }
    }

    /** Again for one that was cancelled on its way into the slot. */
    private synchronized void began(long task) {
        if (cancelled.contains(task)) {
            running.get(task).runner.cancel(task);
        }
    }

    synchronized void close() {
        queue.clear();
        running.values().forEach(slot -> slot.runner.close());
        slots.forEach(slot -> slot.runner.close());
        slots.clear();
    }

    private void start() {
        for (int i = 0; i < slots.size() && !queue.isEmpty(); i++) {
            Slot slot = slots.get(i);
            if (!slot.isBusy) {
                slot.isBusy = true;
                begin(slot, next(slot));
            }
        }
    }

    private void begin(Slot slot, Batch batch) {
        if (!isBegun(slot, batch)) {
            executor.execute(() -> work(slot, batch));
        }
    }

    /** Without a thread of this pool, if the runner has one that listens to what runs. */
    private boolean isBegun(Slot slot, Batch batch) {
        return slot.runner.begin(batch.callee(), batch.tasks(), ends, () -> goOn(slot));
    }

    private void goOn(Slot slot) {
        Batch batch = next(slot);
        if (batch != null) {
            begin(slot, batch);
        }
    }

    private void work(Slot slot, Batch first) {
        for (Batch batch = first; batch != null; batch = next(slot)) {
            if (batch != first && isBegun(slot, batch)) {
                return;
            }
            try {
                slot.runner.run(batch.callee(), batch.tasks(), ends);
            } catch (Throwable fault) {
                runningIn(slot)
                        .forEach(task ->
                                ends.ended(new TaskResult(task, TaskResult.End.ERROR, 0, Failures.write(fault))));
            }
        }
    }

    private synchronized List<Long> runningIn(Slot slot) {
        return running.keySet().stream()
                .filter(task -> running.get(task) == slot)
                .toList();
    }

    /** Null if there is nothing more for this slot. */
    private synchronized Batch next(Slot slot) {
        List<Task> some = new ArrayList<>(1);
        Callee callee = null;
        int most = takesSeveral && micros < QUICK_MICROS
                ? Math.max(1, Math.min(MOST_AT_ONCE, queue.size() / Math.max(1, slots.size())))
                : 1;
        while (!slot.isGone
                && some.size() < most
                && !queue.isEmpty()
                && (some.isEmpty() || queue.peek().callee().equals(callee))) {
            Waiting waiting = queue.poll();
            running.put(waiting.task().id(), slot);
            callee = waiting.callee();
            some.add(waiting.task());
        }
        if (some.isEmpty()) {
            slot.isBusy = false;
            if (slot.isGone) {
                slot.runner.close();
            }
            return null;
        }
        return new Batch(callee, some);
    }

    /** What counts is how long it ran: on a busy machine the way to its process and back takes longer, and is what many at once spare. */
    private synchronized void over(TaskResult result) {
        running.remove(result.id());
        cancelled.remove(result.id());
        if (result.end() == TaskResult.End.VALUE || result.end() == TaskResult.End.ERROR) {
            micros += WEIGHT * (result.micros() - micros);
        }
    }
}
