package org.attune.head.task;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import org.attune.head.Answering;
import org.attune.head.WorkerHandle;
import org.attune.task.code.CodeFolder;
import org.attune.wire.Callee;
import org.attune.wire.Task;
import org.attune.wire.TaskFrames;
import org.attune.wire.TaskResult;
import org.attune.wire.TaskShape;
import org.attune.wire.ToClient;
import org.attune.wire.ToWorker;

/** A client's tasks that are not over. Guarded by the lock of {@link Books}. */
final class Session {
    final String id;
    final String name;
    final Answering.Asker asker;
    final CodeFolder code;
    final Map<TaskShape, Pool> pools = new LinkedHashMap<>();
    final Map<Long, Entry> entries = new HashMap<>();
    final Queue<Entry> deadlines = new PriorityQueue<>(Comparator.comparingLong(entry -> entry.deadlineNanos));
    final Optional<ToWorker.WarmUp> warmUp;
    private final Map<Callee, Entry.Call> calls = new HashMap<>();
    private final Set<String> cold = new HashSet<>();
    private boolean isWarm;
    /** Of the tasks and of what they call. */
    long bytes;
    /** The client asked for too much, and was told so. */
    boolean isOver;

    Session(String id, String name, Answering.Asker asker, CodeFolder code, Optional<ToWorker.WarmUp> warmUp) {
        this.id = id;
        this.name = name;
        this.asker = asker;
        this.code = code;
        this.warmUp = warmUp;
    }

    /** Asks the workers that there are to make processes ready; those that join later are not waited for. */
    void warmUp(List<WorkerHandle> workers) {
        workers.forEach(worker -> {
            cold.add(worker.name());
            worker.send(warmUp.orElseThrow());
        });
        warm("");
    }

    /** A worker is ready, or gone. */
    void warm(String worker) {
        cold.remove(worker);
        if (cold.isEmpty() && warmUp.isPresent() && !isWarm) {
            isWarm = true;
            asker.send(new ToClient.Part(asker.id(), Map.of("warm", true)));
        }
    }

    Pool pool(TaskShape shape) {
        return pools.computeIfAbsent(shape, key -> new Pool(id, pools.size(), key));
    }

    void add(Pool pool, Callee callee, List<Task> tasks, long deadlineNanos) {
        if (!tasks.isEmpty()) {
            Entry.Call call = calls.computeIfAbsent(callee, Entry.Call::new);
            bytes += call.tasks == 0 ? callee.bytes() : 0;
            call.tasks += tasks.size();
            tasks.forEach(task -> add(new Entry(pool, call, task, deadlineNanos)));
        }
    }

    private void add(Entry entry) {
        entries.put(entry.id(), entry);
        bytes += entry.task.body().length;
        entry.pool.queue.add(entry);
        if (entry.deadlineNanos != Long.MAX_VALUE) {
            deadlines.add(entry);
        }
    }

    boolean wantsMoreBeside(Pool pool) {
        return pools.values().stream().anyMatch(other -> other != pool && other.wantsMore());
    }

    /** The task is over, and no slot is concerned with it any more. */
    void remove(Entry entry) {
        entries.remove(entry.id());
        bytes -= entry.task.body().length;
        if (--entry.call.tasks == 0) {
            calls.remove(entry.call.callee);
            bytes -= entry.call.callee.bytes();
        }
        if (deadlines.size() > 2 * entries.size() + 1000) {
            deadlines.removeIf(other -> !entries.containsKey(other.id()));
        }
    }

    /** Tells the client which tasks have begun since it was last told. */
    void tellBegun() {
        for (Pool pool : pools.values()) {
            for (Seat seat : pool.seats.values()) {
                List<Long> begun = seat.begun();
                if (!begun.isEmpty()) {
                    asker.send(new ToClient.Begun(id, seat.worker.name(), begun));
                }
            }
        }
    }

    /** A task that a worker had is to begin again, before all others of its pool. */
    void takeBack(Entry entry) {
        entry.seat = null;
        entry.pool.queue.addFirst(entry);
        if (entry.sights >= 2) {
            asker.send(new ToClient.Begun(id, "", List.of(entry.id())));
        }
        entry.sights = 0;
    }

    /** Tells the client an end that no worker told. {@code why}: for people, or empty. */
    void tell(List<Long> tasks, TaskResult.End end, String worker, String why) {
        List<TaskResult> results = new ArrayList<>();
        byte[] text = why.getBytes(StandardCharsets.UTF_8);
        tasks.forEach(task -> results.add(new TaskResult(task, end, 0, text)));
        asker.send(new ToClient.Results(id, worker, TaskFrames.packResults(results)));
    }
}
