package org.attune.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import org.attune.wire.Callee;
import org.attune.wire.Task;
import org.attune.wire.TaskResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which slots a worker has left, whatever happens in them. */
class PoolHostTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long FAULT = 666;
    private static final Callee CALLEE = new Callee(List.of(), new byte[0], "");

    private final ThreadPoolExecutor threads = (ThreadPoolExecutor) Executors.newCachedThreadPool();
    private final Map<Long, Runner> ranIn = new ConcurrentHashMap<>();
    private final Map<Long, TaskResult.End> ends = new ConcurrentHashMap<>();
    private final PoolHost pool = new PoolHost(threads, devices -> new Runner(), new Ends(), false);

    @AfterEach
    void end() {
        ranIn.values().forEach(runner -> runner.over.countDown());
        threads.shutdown();
    }

    @Test
    void ofAllSlotsIdleOnesGoFirst() {
        slots(2);
        begin(1);
        begin(2);
        ranIn.get(1L).over.countDown();
        await().atMost(PATIENCE).until(() -> threads.getActiveCount() == 1);
        slots(1);
        assertThat(ranIn.get(1L).isClosed).isTrue();
        assertThat(ranIn.get(2L).isClosed).isFalse();
        add(3);
        assertThat(pool.remove(List.of(3L))).containsExactly(3L);
    }

    @Test
    void aFaultEndsItsTaskAndNotItsSlot() {
        slots(1);
        add(FAULT);
        await().atMost(PATIENCE).until(() -> ends.get(FAULT) == TaskResult.End.ERROR);
        begin(1);
    }

    private void slots(int count) {
        pool.setSlots(Collections.nCopies(count, List.of()));
    }

    private void add(long task) {
        pool.add(CALLEE, List.of(new Task(task, new byte[0])));
    }

    private void begin(long task) {
        add(task);
        await().atMost(PATIENCE).until(() -> ranIn.containsKey(task));
    }

    /** Runs a task until the test says that it is over. */
    private final class Runner implements TaskRunner {
        final CountDownLatch over = new CountDownLatch(1);
        volatile boolean isClosed;

        @Override
        public void run(Callee callee, List<Task> tasks, Ends ends) {
            for (Task task : tasks) {
                if (task.id() == FAULT) {
                    throw new IllegalStateException("a fault");
                }
                ranIn.put(task.id(), this);
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                ends.ended(new TaskResult(task.id(), TaskResult.End.VALUE, 1, new byte[0]));
            }
        }

        @Override
        public void cancel(long task) {}

        @Override
        public void close() {
            isClosed = true;
        }
    }

    private final class Ends implements TaskRunner.Ends {
        @Override
        public void began(long task) {}

        @Override
        public void ended(TaskResult result) {
            ends.put(result.id(), result.end());
        }
    }
}
