package org.attune.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.attune.client.HeadClient;
import org.attune.wire.Callee;
import org.attune.wire.FromClient;
import org.attune.wire.MemoryLinks;
import org.attune.wire.Question;
import org.attune.wire.Task;
import org.attune.wire.TaskFrames;
import org.attune.wire.TaskShape;
import org.attune.wire.ToClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of functions that no worker could ever run. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class HopelessTasksTest extends OnASmallCluster {
    @Test
    void whatFitsOnNoneOfTheWorkersIsRefusedWithTheNearestMiss() throws Exception {
        small.worker("n1", 2);
        Cluster cluster = small.client();
        TaskOptions large = TaskOptions.standard().cpu(64);
        for (int i = 0; i < 2; i++) {
            Remote<Integer> hopeless = cluster.submit(() -> 1, large);
            assertThatThrownBy(() -> cluster.get(hopeless, PATIENCE))
                    .isInstanceOf(TaskRefusedException.class)
                    .hasMessageStartingWith(
                            "no worker can run the function: it needs cpu: 64, and the most that a worker"
                                    + " has is 2 (n1")
                    .hasMessageContaining("Ask for cpu: 2 at most, or start a worker that has more.");
        }
        assertThat(cluster.get(cluster.submit(() -> 2), PATIENCE)).isEqualTo(2);
        assertThat(cluster.why()).isEmpty();
    }

    @Test
    void whatCameBeforeThereWasAnyWorkerWaitsForOneThatCanRunIt() throws Exception {
        Cluster cluster = small.client();
        TaskOptions four = TaskOptions.standard().cpu(4);
        Remote<String> early = cluster.submit(() -> TaskContext.current().worker(), four);
        await().atMost(PATIENCE)
                .until(() -> cluster.why(), List.of("1 function waits for cpu: 4: no worker is there")::equals);
        small.worker("n1", 2);
        await().atMost(PATIENCE).until(() -> cluster.why().get(0).contains("the most that a worker has is 2 (n1"));
        Remote<String> late = cluster.submit(() -> TaskContext.current().worker(), four);
        assertThat(early).isNotDone();
        small.worker("n2", 4);
        assertThat(cluster.getAll(List.of(early, late))).containsOnly("n2");
    }

    @Test
    void aClientIsToldUnaskedWhatItsTasksWaitFor() throws Exception {
        HeadClient head = HeadClient.greet(new MemoryLinks(small), "test", PATIENCE);
        List<Map<String, Object>> parts = new CopyOnWriteArrayList<>();
        head.ask(new Question.OpenSession("mine", Map.of()), message -> {
            if (message instanceof ToClient.Part part) {
                parts.add(part.value());
            }
        });
        await().atMost(PATIENCE).until(() -> !parts.isEmpty());
        TaskShape shape = TaskOptions.standard().cpu(4).shape("java");
        byte[] tasks = TaskFrames.packTasks(List.of(new Task(1, new byte[0]), new Task(2, new byte[0])));
        head.send(new FromClient.Submit(
                (String) parts.get(0).get("session"), shape, new Callee(List.of(), new byte[0], ""), tasks));
        await().atMost(PATIENCE).until(() -> parts.size() > 1);
        assertThat(parts.get(1)).containsEntry("waits", "2 functions wait for cpu: 4: no worker is there");
        small.worker("n1", 2);
        await().atMost(PATIENCE).until(() -> parts.size() > 2);
        assertThat(parts.get(2).get("waits"))
                .asString()
                .contains("it needs cpu: 4, and the most that a worker has is 2");
        head.close();
    }
}
