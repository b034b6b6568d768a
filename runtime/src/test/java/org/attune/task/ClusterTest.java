package org.attune.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.management.BadAttributeValueExpException;
import org.attune.client.HeadClient;
import org.attune.task.value.Failures;
import org.attune.task.value.Values;
import org.attune.wire.Callee;
import org.attune.wire.Connection;
import org.attune.wire.MemoryLinks;
import org.attune.wire.TaskResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ClusterTest extends OnASmallCluster {
    @Test
    void aFunctionRunsOnAWorkerWithWhatItCaptured() throws Exception {
        small.worker("n1", 2);
        Cluster cluster = small.client();
        int base = 40;
        Remote<Integer> sum = cluster.submit(() -> base + 2);
        assertThat(cluster.get(sum, PATIENCE)).isEqualTo(42);
        assertThat(sum.worker()).isEqualTo("n1");
        assertThat(cluster.get(cluster.submit(() -> TaskContext.current().worker()), PATIENCE))
                .isEqualTo("n1");
    }

    @Test
    void functionsThatCaptureNothingAndOthersTakeTurns() throws Exception {
        small.worker("n1", 1);
        Cluster cluster = small.client();
        List<Remote<String>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            all.add(cluster.submit(() -> "a"));
            all.add(cluster.submit(() -> "b"));
            all.add(cluster.submit(() -> "" + number));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(cluster.getAll(all.subList(3 * i, 3 * i + 3))).containsExactly("a", "b", "" + i);
        }
    }

    @Test
    void aMappingGivesItsResultsInOrder() throws Exception {
        small.worker("n1", 2);
        small.worker("n2", 2);
        Cluster cluster = small.client();
        List<Integer> numbers = IntStream.range(0, 5000).boxed().toList();
        List<Remote<String>> squares = cluster.map(numbers, number -> "" + number * number);
        assertThat(cluster.getAll(squares))
                .isEqualTo(numbers.stream().map(number -> "" + number * number).toList());
    }

    record Point(double x, double y) implements Serializable {}

    @Test
    void ownClassesGoThereAndBack() throws Exception {
        small.worker("n1", 1);
        Cluster cluster = small.client();
        Point point = new Point(1, 2);
        assertThat(cluster.get(cluster.submit(() -> new Point(point.y(), point.x())), PATIENCE))
                .isEqualTo(new Point(2, 1));
        assertThat(cluster.getAll(cluster.map(List.of(point), one -> Map.of("all", List.of(one)))))
                .containsExactly(Map.of("all", List.of(point)));
    }

    static final class OddException extends Exception {
        private static final long serialVersionUID = 1L;
        final int code;

        OddException(int code) {
            super("odd: " + code);
            this.code = code;
        }
    }

    private static int fail() throws OddException {
        throw new OddException(7);
    }

    @Test
    void exceptionsArriveAsTheyWereThrown() throws Exception {
        small.worker("n1", 1);
        Cluster cluster = small.client();
        Remote<Integer> failing = cluster.submit(() -> fail());
        assertThatThrownBy(() -> cluster.get(failing))
                .isInstanceOf(RemoteException.class)
                .cause()
                .isInstanceOfSatisfying(
                        OddException.class, thrown -> assertThat(thrown.code).isEqualTo(7))
                .hasMessage("odd: 7")
                .hasStackTraceContaining("ClusterTest.fail(ClusterTest.java")
                .hasStackTraceContaining("[on worker n1].run");
        assertThatThrownBy(() -> cluster.get(cluster.submit(() -> Integer.parseInt("x"))))
                .isInstanceOf(NumberFormatException.class);
    }

    /** Says of a field that it can travel, and it cannot. */
    @SuppressWarnings("serial")
    static final class Unserialisable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Object thread = Thread.currentThread();

        Unserialisable() {
            super("with a thread");
        }
    }

    @Test
    void anExceptionThatCannotTravelIsTold() throws Exception {
        small.worker("n1", 1);
        Cluster cluster = small.client();
        Remote<Integer> failing = cluster.submit(() -> {
            throw new Unserialisable();
        });
        assertThatThrownBy(() -> cluster.get(failing))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("on worker n1")
                .hasMessageContaining("Unserialisable: with a thread");
    }

    /** What it says of itself fails too. */
    static final class Speechless extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no words");
        }
    }

    @Test
    void anExceptionThatCannotSayWhatItIsEndsItsTaskAlone() throws Exception {
        small.worker("n1", 1);
        Cluster cluster = small.client();
        Remote<Integer> failing = cluster.submit(() -> {
            throw new Speechless();
        });
        await().atMost(1, TimeUnit.MINUTES).until(failing::isDone);
        assertThat(cluster.get(cluster.submit(() -> 1), PATIENCE)).isEqualTo(1);
    }

    @Test
    void whatCannotBeSerialisedIsRefusedWithItsClass() throws Exception {
        Cluster cluster = small.client();
        Object plain = new Object();
        assertThatThrownBy(() -> cluster.submit(() -> plain.hashCode()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object does not implement java.io.Serializable")
                .hasMessageContaining("Copy the field to a variable");
        small.worker("n1", 1);
        assertThatThrownBy(() -> cluster.get(cluster.submit(() -> new Object())))
                .hasMessageContaining("the result cannot be sent back: class java.lang.Object");
    }

    @Test
    void resultsMayHave64MegabytesAndNotMore() throws Exception {
        small.worker("n1", 1);
        Cluster cluster = small.client();
        int most = Cluster.MOST_BYTES;
        byte[] large = cluster.get(cluster.submit(() -> {
            byte[] bytes = new byte[most];
            Arrays.fill(bytes, (byte) 5);
            return bytes;
        }));
        assertThat(large).hasSize(most);
        assertThat(large[most - 1]).isEqualTo((byte) 5);
        assertThatThrownBy(() -> cluster.get(cluster.submit(() -> new byte[most + 10_000])))
                .rootCause()
                .hasMessageContaining("a result may have 64 MB, but this one has 65 MB");
    }

    @Test
    void largeArgumentsAndFunctionsArrive() throws Exception {
        small.worker("n1", 1);
        Cluster cluster = small.client();
        byte[] large = new byte[5_000_000];
        large[4_999_999] = 3;
        assertThat(cluster.get(cluster.submit(() -> large[4_999_999] + large.length), PATIENCE))
                .isEqualTo(5_000_003);
        assertThat(cluster.getAll(cluster.map(List.of(large, large), bytes -> bytes.length)))
                .containsExactly(5_000_000, 5_000_000);
        assertThat(cluster.getAll(cluster.map(List.of(1, 2), one -> large.length + one)))
                .containsExactly(5_000_001, 5_000_002);
    }

    @Test
    void longTasksNeverWaitBehindEachOtherWhileASlotIsFree() throws Exception {
        small.worker("n1", 2);
        small.worker("n2", 2);
        Cluster cluster = small.client();
        // The cluster learns that these tasks take no time, and is wrong about the next ones.
        cluster.getAll(cluster.map(IntStream.range(0, 2000).boxed().toList(), number -> number));
        String meeting = Files.createDirectory(folder.resolve("meeting")).toString();
        List<Remote<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String name = "task" + i;
            all.add(cluster.submit(() -> {
                Files.createFile(Path.of(meeting, name));
                for (int waited = 0; waited < 6000 && Path.of(meeting).toFile().list().length < 4; waited++) {
                    Thread.sleep(10);
                }
                return Path.of(meeting).toFile().list().length == 4;
            }));
        }
        assertThat(cluster.getAll(all)).containsOnly(true);
    }

    @Test
    void aCancelledTaskIsInterruptedAndItsSlotIsFreeAgain() throws Exception {
        small.worker("n1", 1);
        Cluster cluster = small.client();
        Remote<Integer> running = cluster.submit(() -> {
            Thread.sleep(600_000);
            return 1;
        });
        Remote<Integer> queued = cluster.submit(() -> 2);
        Remote<Integer> third = cluster.submit(() -> 3);
        assertThat(queued.cancel(true)).isTrue();
        assertThat(running.cancel(true)).isTrue();
        assertThatThrownBy(() -> cluster.get(running)).isInstanceOf(CancellationException.class);
        assertThat(cluster.get(third, PATIENCE)).isEqualTo(3);
    }

    @Test
    void aTaskIsGivenUpAtItsDeadline() throws Exception {
        small.worker("n1", 1);
        Cluster cluster = small.client();
        TaskOptions soon = TaskOptions.standard().deadline(Duration.ofMillis(100));
        TaskOptions later = TaskOptions.standard().deadline(Duration.ofSeconds(2));
        Remote<Integer> running = cluster.submit(
                () -> {
                    Thread.sleep(600_000);
                    return 1;
                },
                later);
        Remote<Integer> queued = cluster.submit(() -> 1, soon);
        assertThatThrownBy(() -> cluster.get(running, PATIENCE)).isInstanceOf(LateException.class);
        assertThatThrownBy(() -> cluster.get(queued, PATIENCE)).isInstanceOf(LateException.class);
        assertThat(cluster.get(cluster.submit(() -> 5), PATIENCE)).isEqualTo(5);
    }

    @Test
    void tasksOfALostWorkerRunElsewhereIfTheyMay() throws Exception {
        SmallCluster.Worker first = small.worker("n1", 2);
        Cluster cluster = small.client();
        RemoteFunction<String> stuckOnTheFirst = () -> {
            if (TaskContext.current().worker().equals("n1")) {
                Thread.sleep(600_000);
            }
            return TaskContext.current().worker();
        };
        Remote<String> retried = cluster.submit(stuckOnTheFirst);
        Remote<String> once =
                cluster.submit(stuckOnTheFirst, TaskOptions.standard().retries(0));
        await().atMost(1, TimeUnit.MINUTES).until(() -> small.tasks().running() == 2);
        small.worker("n2", 1);
        first.cut();
        small.lose(first);
        assertThat(cluster.get(retried, PATIENCE)).isEqualTo("n2");
        assertThatThrownBy(() -> cluster.get(once, PATIENCE))
                .isInstanceOf(WorkerLostException.class)
                .hasMessage("the function on worker n1: it was lost with its worker; tried once, on n1 (retries: 0).");
    }

    @Test
    void aLinkThatBreaksLosesNoResultAndRunsNothingTwice() throws Exception {
        SmallCluster.Worker worker = small.worker("n1", 2);
        Cluster cluster = small.client();
        List<Remote<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            int number = i;
            all.add(cluster.submit(() -> {
                Counting.of("cut").incrementAndGet();
                return number;
            }));
            if (i % 500 == 250) {
                worker.rejoin();
            }
        }
        assertThat(cluster.getAll(all))
                .isEqualTo(IntStream.range(0, 3000).boxed().toList());
        assertThat(cluster.get(cluster.submit(() -> Counting.of("cut").get()), PATIENCE))
                .isEqualTo(3000);
    }

    @Test
    void stacksAndMemoryThatRunOutCostTheTaskAlone() throws Exception {
        small.worker("n1", 1);
        Cluster cluster = small.client();
        assertThatThrownBy(() -> cluster.get(cluster.submit(() -> depth(0)))).isInstanceOf(StackOverflowError.class);
        assertThatThrownBy(() -> cluster.get(cluster.submit(() -> new long[Integer.MAX_VALUE].length)))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(cluster.get(cluster.submit(() -> 1), PATIENCE)).isEqualTo(1);
    }

    private static int depth(int now) {
        return depth(now + 1) + 1;
    }

    @Test
    void sessionsShareSlots() throws Exception {
        small.worker("n1", 2);
        Cluster greedy = small.client();
        Cluster modest = small.client();
        List<Remote<Integer>> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(greedy.submit(() -> {
                Thread.sleep(20);
                return 1;
            }));
        }
        await().atMost(1, TimeUnit.MINUTES).until(() -> many.get(5).isDone());
        assertThat(modest.get(modest.submit(() -> 2), PATIENCE)).isEqualTo(2);
        assertThat(many.get(999).isDone()).isFalse();
    }

    @Test
    void tasksOfAClientThatIsGoneEnd() throws Exception {
        small.worker("n1", 1);
        Cluster first = small.client();
        first.submit(() -> {
            Thread.sleep(600_000);
            return 1;
        });
        await().atMost(1, TimeUnit.MINUTES).until(() -> small.tasks().running() == 1);
        first.close();
        Cluster second = small.client();
        assertThat(second.get(second.submit(() -> 2), PATIENCE)).isEqualTo(2);
        await().atMost(1, TimeUnit.MINUTES)
                .untilAsserted(() -> assertThat(small.tasks().sessions()).hasSize(1));
    }

    @Test
    void aClientThatSubmitsTooMuchWaits() throws Exception {
        Cluster cluster = small.client();
        Set<Integer> submitted = new TreeSet<>();
        Thread submitter = new Thread(() -> {
            for (int i = 0; i < 60_000; i++) {
                cluster.submit(() -> 1);
                submitted.add(i);
            }
        });
        submitter.start();
        await().atMost(PATIENCE).until(() -> submitter.getState() == Thread.State.WAITING);
        small.worker("n1", 2);
        submitter.join(60_000);
        assertThat(submitter.isAlive()).isFalse();
    }

    @Test
    void aClientIsToldWhenItsSessionEnds() throws Exception {
        Cluster cluster = small.client();
        Remote<Integer> waiting = cluster.submit(() -> 1);
        cluster.close();
        assertThatThrownBy(() -> cluster.get(waiting))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("the result is lost");
        assertThatThrownBy(() -> cluster.get(cluster.submit(() -> 1))).isInstanceOf(RemoteException.class);
    }

    @Test
    void aClassThatIsInNoJarOfTheSessionIsNotReadOnTheWorker() throws Exception {
        small.worker("n1", 1);
        try (Connection connection = new MemoryLinks(small);
                HeadClient head = HeadClient.greet(connection, "hostile", PATIENCE);
                TaskSession session = TaskSession.open(head, "hostile", PATIENCE)) {
            for (Object hostile : List.of(new Point(1, 2), new BadAttributeValueExpException("gadget"))) {
                CompletableFuture<TaskResult> end = new CompletableFuture<>();
                byte[] body = Values.write(hostile, type -> {});
                session.submit(
                        TaskOptions.standard().shape("java"),
                        new Callee(List.of(), new byte[0], ""),
                        body,
                        ending(end));
                TaskResult result = end.get(60, TimeUnit.SECONDS);
                assertThat(result.end()).isEqualTo(TaskResult.End.ERROR);
                assertThat(Failures.read(result.body()).message())
                        .contains(hostile.getClass().getName(), "is not among those that may be read");
            }
        }
    }

    private static TaskSession.Ends ending(CompletableFuture<TaskResult> end) {
        return new TaskSession.Ends() {
            @Override
            public void ended(TaskResult result, String worker) {
                end.complete(result);
            }

            @Override
            public void lost(String why) {
                end.completeExceptionally(new IllegalStateException(why));
            }
        };
    }

    @Test
    void aResultOfAnotherClassIsNotReadByTheClient() throws Exception {
        small.worker("n1", 1);
        Cluster cluster = small.client();
        assertThatThrownBy(() -> cluster.get(cluster.submit(() -> new BadAttributeValueExpException("gadget"))))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("BadAttributeValueExpException is not among those that may be read")
                .hasMessageContaining("ClusterOptions.allowing");
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> TaskOptions.standard().gpu(1.5)).hasMessageContaining("whole number");
        assertThatThrownBy(() -> TaskOptions.standard().cpu(-1)).hasMessageContaining("0 or more, but got -1.0");
    }
}
