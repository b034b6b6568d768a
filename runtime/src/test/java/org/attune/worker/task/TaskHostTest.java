package org.attune.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.attune.task.code.CodeFolder;
import org.attune.wire.Callee;
import org.attune.wire.Link;
import org.attune.wire.Task;
import org.attune.wire.TaskFrames;
import org.attune.wire.TaskResult;
import org.attune.wire.TaskShape;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tasks a worker knows, whatever is said again. */
class TaskHostTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final TaskShape SHAPE = new TaskShape("python", Map.of("cpu", 1.0), Map.of(), 0, 0, false);
    private static final Callee CALLEE = new Callee(List.of(), new byte[] {1}, "");

    @TempDir
    Path folder;

    private final List<Long> begun = new CopyOnWriteArrayList<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private final List<TaskResult> results = new CopyOnWriteArrayList<>();
    private TaskHost host;

    @AfterEach
    void ends() {
        done.countDown();
        host.close();
    }

    @Test
    void aFunctionThatWasGivenBackAndCameAgainRunsOnceAndKeepsItsWorkerBusy() {
        host = new TaskHost(folder.resolve("tasks"), new Holding(), message -> {});
        host.joined("n1", "h", new Head());
        slots(0);
        tasks(1);
        host.take(new ToWorker.Recall("s", List.of(1L)));
        assertThat(results).extracting(TaskResult::end).containsExactly(TaskResult.End.RETURNED);
        slots(2);
        tasks(1);
        await().atMost(PATIENCE).until(() -> begun.size() == 1);
        host.take(new ToWorker.ResultsTaken(1));
        assertThat(host.isBusy()).isTrue();

        host.joined("n1", "h", new Head());
        tasks(1);
        tasks(2);
        await().atMost(PATIENCE).until(() -> begun.contains(2L));
        assertThat(begun).containsExactly(1L, 2L);
        done.countDown();
        await().atMost(PATIENCE).until(() -> results.size() == 3);
        host.take(new ToWorker.ResultsTaken(3));
        assertThat(host.isBusy()).isFalse();
    }

    private void slots(int count) {
        host.take(new ToWorker.Slots("s", 0, SHAPE, Collections.nCopies(count, List.of())));
    }

    private void tasks(long task) {
        host.take(new ToWorker.Tasks("s", 0, CALLEE, TaskFrames.packTasks(List.of(new Task(task, new byte[0])))));
    }

    /** Keeps the results that a worker says. */
    private final class Head implements Link<ToHead> {
        private Supplier<ToHead> source = () -> null;

        @Override
        public void send(ToHead message) {}

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void onReady(Runnable action) {}

        @Override
        public synchronized void source(Supplier<ToHead> source) {
            this.source = source;
        }

        @Override
        public synchronized void draw() {
            for (ToHead next = source.get(); next != null; next = source.get()) {
                results.addAll(TaskFrames.results(((ToHead.Results) next).results()));
            }
        }

        @Override
        public void close(String why) {}
    }

    /** Functions that run until they are told that they are done. */
    private final class Holding implements PythonTasks {
        @Override
        public TaskRunner open(String session, TaskShape shape, List<String> devices, CodeFolder code) {
            return new TaskRunner() {
                @Override
                public void run(Callee callee, List<Task> tasks, Ends ends) {
                    for (Task task : tasks) {
                        begun.add(task.id());
                        try {
                            done.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        ends.ended(new TaskResult(task.id(), TaskResult.End.VALUE, 1, new byte[0]));
                    }
                }

                @Override
                public void cancel(long task) {}

                @Override
                public void close() {}
            };
        }

        @Override
        public void warmUp(String session, TaskShape shape, byte[] settings, Runnable ready) {
            ready.run();
        }

        @Override
        public void ended(String session) {}
    }
}
