package org.attune.worker.task;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.attune.task.Applied;
import org.attune.task.Ready;
import org.attune.task.TaskContext;
import org.attune.task.code.CodeFolder;
import org.attune.task.value.AllowList;
import org.attune.task.value.Failures;
import org.attune.wire.Callee;
import org.attune.wire.Task;
import org.attune.wire.TaskFrames;
import org.attune.wire.TaskResult;
import org.attune.wire.TaskShape;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;

/** A session on this worker: its code, its pools, and which tasks are known. Thread-safe. */
final class SessionHost {
    private final String id;
    private final CodeFolder code;
    private final SessionLoader loader;
    private final AllowList allowed;
    private final PythonTasks python;
    private final Executor executor;
    private final Consumer<ToHead> send;
    private final Consumer<TaskResult> results;
    private final Function<List<String>, TaskContext> contexts;
    private final Map<Integer, PoolHost> pools = new HashMap<>();
    private final Set<Long> known = new HashSet<>();
    private final Map<String, List<Arrived>> waitingForCode = new HashMap<>();

    private record Arrived(int pool, Callee callee, List<Task> tasks) {}

    SessionHost(
            String id,
            CodeFolder code,
            PythonTasks python,
            Executor executor,
            Consumer<ToHead> send,
            Consumer<TaskResult> results,
            Function<List<String>, TaskContext> contexts) {
        this.id = id;
        this.code = code;
        this.loader = new SessionLoader(id);
        this.allowed = new AllowList(type -> loader.owns(type) || type == Applied.class || type == Ready.class);
        this.python = python;
        this.executor = executor;
        this.send = send;
        this.results = results;
        this.contexts = contexts;
    }

    synchronized void slots(ToWorker.Slots message) {
        pools.computeIfAbsent(message.pool(), number -> pool(message.shape())).setSlots(message.slots());
    }

    private PoolHost pool(TaskShape shape) {
        boolean isPython = shape.language().equals("python");
        Function<List<String>, TaskRunner> opener = isPython
                ? devices -> python.open(id, shape, devices, code)
                : devices -> new JavaRunner(loader, allowed, code, contexts.apply(devices));
        return new PoolHost(executor, opener, new Ends(), isPython);
    }

    private final class Ends implements TaskRunner.Ends {
        @Override
        public void began(long task) {}

        @Override
        public void ended(TaskResult result) {
            over(result);
        }
    }

    private void over(TaskResult result) {
        if (result.end().mayComeAgain()) {
            forget(result.id()); // even before the head has settled this
        }
        results.accept(result);
    }

    /** @return those of them that were known before */
    synchronized Set<Long> tasks(ToWorker.Tasks message) {
        Set<Long> before = new HashSet<>();
        List<Task> tasks = new ArrayList<>(TaskFrames.tasks(message.tasks()));
        tasks.removeIf(task -> !known.add(task.id()) && before.add(task.id()));
        if (!tasks.isEmpty()) {
            offer(new Arrived(message.pool(), message.callee(), tasks));
        }
        return before;
    }

    private void offer(Arrived tasks) {
        PoolHost pool = pools.get(tasks.pool());
        String missing = missing(tasks.callee());
        if (missing != null) {
            List<Arrived> others = waitingForCode.get(missing);
            if (others == null) {
                others = new ArrayList<>();
                waitingForCode.put(missing, others);
                send.accept(new ToHead.NeedCode(id, missing));
            }
            others.add(tasks);
        } else if (pool != null) {
            pool.add(tasks.callee(), tasks.tasks());
        }
    }

    /** Null if nothing is. */
    private String missing(Callee callee) {
        for (String hash : callee.code()) {
            if (!code.has(hash)) {
                return hash;
            }
        }
        String stored = callee.stored();
        return stored.isEmpty() || code.has(stored) ? null : stored;
    }

    synchronized void code(ToWorker.Code part) {
        try {
            if (part.size() < 0) {
                fail(part.hash(), "the head does not have it any more");
            } else if (code.take(part.hash(), part.offset(), part.size(), part.bytes())) {
                List<Arrived> waiting = waitingForCode.remove(part.hash());
                if (waiting != null) {
                    waiting.forEach(this::offer);
                }
            }
        } catch (IOException e) {
            fail(part.hash(), e.getMessage());
        }
    }

    private void fail(String hash, String why) {
        byte[] error = Failures.write(new IOException("the code of this task did not reach its worker: " + why));
        List<Arrived> waiting = waitingForCode.remove(hash);
        if (waiting != null) {
            waiting.stream()
                    .flatMap(tasks -> tasks.tasks().stream())
                    .forEach(task -> results.accept(new TaskResult(task.id(), TaskResult.End.ERROR, 0, error)));
        }
    }

    /** After a link was lost: what was asked may not have been heard. */
    synchronized void askAgain() {
        waitingForCode.keySet().forEach(hash -> send.accept(new ToHead.NeedCode(id, hash)));
    }

    synchronized void recall(List<Long> tasks) {
        giveBack(tasks, TaskResult.End.RETURNED);
    }

    synchronized void cancel(List<Long> tasks) {
        giveBack(tasks, TaskResult.End.CANCELLED);
        for (PoolHost pool : pools.values()) {
            tasks.forEach(pool::cancel);
        }
    }

    private void giveBack(List<Long> tasks, TaskResult.End end) {
        for (List<Arrived> waiting : waitingForCode.values()) {
            waiting.replaceAll(some -> {
                List<Task> left = new ArrayList<>(some.tasks());
                left.removeIf(task -> tasks.contains(task.id()) && giveBack(task.id(), end));
                return new Arrived(some.pool(), some.callee(), left);
            });
        }
        for (PoolHost pool : pools.values()) {
            pool.remove(tasks).forEach(task -> giveBack(task, end));
        }
    }

    private boolean giveBack(long task, TaskResult.End end) {
        over(new TaskResult(task, end, 0, new byte[0]));
        return true;
    }

    /** The head has its result, with which it is over. */
    void settled(TaskResult result) {
        if (!result.end().mayComeAgain()) {
            forget(result.id());
        }
    }

    private synchronized void forget(long task) {
        known.remove(task);
    }

    synchronized boolean isBusy() {
        return !known.isEmpty();
    }

    synchronized void close() {
        pools.values().forEach(PoolHost::close);
        python.ended(id);
        try {
            loader.close();
            code.delete();
        } catch (IOException e) {
            // A file more in a temporary folder harms nobody.
            return;
        }
    }
}
