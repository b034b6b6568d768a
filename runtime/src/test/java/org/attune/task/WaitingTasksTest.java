package org.attune.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a program learns of functions that are not over. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class WaitingTasksTest extends OnASmallCluster {
    /** Ends when the file is there. */
    private static List<Remote<Boolean>> functions(Cluster cluster, int count, Path file) {
        String name = file.toString();
        List<Remote<Boolean>> functions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            functions.add(cluster.submit(() -> {
                while (!Files.exists(Path.of(name))) {
                    Thread.sleep(10);
                }
                return true;
            }));
        }
        return functions;
    }

    private static List<String> workers(List<Remote<Boolean>> functions) {
        return functions.stream().map(Remote::worker).toList();
    }

    @Test
    void thoseThatWaitBehindOthersOfTheirKindSaySo() throws Exception {
        small.worker("n1", 2);
        Cluster cluster = small.client();
        Path file = folder.resolve("go on");
        List<Remote<Boolean>> functions = functions(cluster, 5, file);
        await().atMost(PATIENCE).until(() -> cluster.why().toString(), why -> why.contains("2 places"));
        assertThat(cluster.why())
                .singleElement()
                .asString()
                .startsWith("3 functions wait for cpu: 1, behind others of their kind in 2 places: 2 of 2 CPUs of n1"
                        + " are taken by session java-");
        Files.createFile(file);
        assertThat(cluster.getAll(functions)).containsOnly(true);
        assertThat(cluster.why()).isEmpty();
    }

    @Test
    void whereOneRunsIsKnownWhileItDoes() throws Exception {
        SmallCluster.Worker first = small.worker("n1", 2);
        Cluster cluster = small.client();
        Path file = folder.resolve("go on");
        List<Remote<Boolean>> functions = functions(cluster, 3, file);
        await().atMost(PATIENCE).until(() -> workers(functions), List.of("n1", "n1", "")::equals);
        first.cut();
        small.lose(first);
        await().atMost(PATIENCE).until(() -> workers(functions), List.of("", "", "")::equals);
        small.worker("n2", 2);
        await().atMost(PATIENCE).until(() -> workers(functions), List.of("n2", "n2", "")::equals);
        assertThat(functions).noneMatch(Remote::isDone);
        Files.createFile(file);
        assertThat(cluster.getAll(functions)).containsOnly(true);
        assertThat(workers(functions)).containsOnly("n2");
    }
}
