package org.attune.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.attune.cli.Attune;
import org.attune.cli.Signals;
import org.attune.task.Cluster;
import org.attune.task.Remote;
import org.attune.task.RemoteFunction;
import org.attune.task.TaskContext;
import org.attune.task.TaskOptions;
import org.attune.task.WorkerLostException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Functions of Java programs on real workers. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class JavaFunctionsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private TestCluster cluster;

    @BeforeEach
    void start() {
        cluster = new TestCluster(folder);
        cluster.start();
        cluster.worker("n1");
        cluster.worker("n2");
        cluster.awaitNodes("n1", "n2");
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void theFunctionOfAKilledWorkerRunsElsewhere() throws Exception {
        String marks = Files.createDirectory(folder.resolve("marks")).toString();
        RemoteFunction<String> stuckAtFirst = () -> {
            String worker = TaskContext.current().worker();
            boolean isFirst = Path.of(marks).toFile().list().length == 0;
            Files.createFile(Path.of(marks, worker));
            if (isFirst) {
                Thread.sleep(600_000);
            }
            return worker;
        };
        try (Cluster client = Cluster.connect(cluster.clusterFolder())) {
            Remote<String> place = client.submit(stuckAtFirst);
            await().atMost(PATIENCE).until(() -> Path.of(marks).toFile().list().length == 1);
            String first = Path.of(marks).toFile().list()[0];
            Signals.send("KILL", cluster.worker(first.equals("n1") ? 0 : 1).pid());
            assertThat(client.get(place, PATIENCE)).isNotEqualTo(first);
        }
    }

    @Test
    void aFunctionThatEndsItsWorkerIsToldOfItself() throws Exception {
        try (Cluster client = Cluster.connect(cluster.clusterFolder())) {
            RemoteFunction<Integer> leaving = () -> {
                System.exit(3);
                return 1;
            };
            Remote<Integer> none = client.submit(leaving, TaskOptions.standard().retries(0));
            assertThatThrownBy(() -> client.get(none, PATIENCE)).isInstanceOf(WorkerLostException.class);
            assertThat(client.get(client.submit(() -> 2), PATIENCE)).isEqualTo(2);
        }
    }

    @Test
    void theExampleOfRoundsRunsAsItSays() throws Exception {
        Path program = Attune.repository().resolve("examples/cluster/Rounds.java");
        Path out = folder.resolve("rounds.txt");
        Process rounds = new ProcessBuilder(
                        Attune.distribution().toString(),
                        "java",
                        program.toString(),
                        cluster.clusterFolder().toString(),
                        "2",
                        "0.5")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(rounds.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(out))
                .matches("round 1: \\d+\\.\\d{3} s  n1:2 n2:2\nround 2: \\d+\\.\\d{3} s  n1:2 n2:2\n");
    }
}
