package org.attune.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.attune.cli.Attune;
import org.attune.cli.MarkedProcesses;
import org.attune.cli.Signals;
import org.attune.faults.Disk;
import org.attune.faults.NeedsRoot;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that see neither the study's folder, nor its results, nor the cluster's folder. */
@NeedsPython
@NeedsRoot
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FarTrialsIT {
    @TempDir
    Path folder;

    private TestCluster cluster;
    private Path study;
    private Map<?, ?> head;
    private Attune client;

    @BeforeEach
    void hasAHead() throws IOException {
        cluster = new TestCluster(folder);
        study = Files.createDirectories(folder.resolve("study"));
        Files.createDirectories(folder.resolve("results"));
        head = cluster.start();
        client = cluster.attune("client");
        Files.copy(cluster.clusterFolder().resolve("key.pem"), folder.resolve("key.pem"));
    }

    @AfterEach
    void nothingIsLeft() {
        cluster.close();
    }

    private Process farWorker(String name) {
        return farWorker(name, "100m");
    }

    /** @param disk size of the disk on which it keeps what trials save */
    private Process farWorker(String name, String disk) {
        List<Path> hidden = List.of(study, folder.resolve("results"), cluster.clusterFolder());
        return cluster.workerOn(
                FarMachine.without(hidden, folder.resolve("tmp-" + name), disk, folder.resolve("cache-" + name)),
                name,
                "--head",
                "localhost:" + head.get("port"),
                "--key",
                folder.resolve("key.pem").toString());
    }

    private void file(String name, String... lines) throws IOException {
        Files.write(study.resolve(name), List.of(lines));
    }

    private void oneTrial(String... of) throws IOException {
        String[] study = {
            "objective: {metric: loss, mode: min}",
            "space: {x: {type: float, low: 0.0, high: 1.0}}",
            "sampler: random",
            "trials: 1",
            "grace: 1"
        };
        file("far.yaml", Stream.concat(Stream.of(study), Stream.of(of)).toArray(String[]::new));
    }

    private Process run(String... options) {
        return cluster.begin(
                client,
                Stream.concat(
                                Stream.of("run", study.resolve("far.yaml").toString(), "--cluster"),
                                Stream.concat(
                                        Stream.of(cluster.clusterFolder().toString(), "--ship"), Stream.of(options)))
                        .toArray(String[]::new));
    }

    private void succeeds(Process run) {
        Attune.Ended ended = client.finish(run);
        assertThat(ended.code())
                .as(() -> ended.out() + ended.err() + cluster.log())
                .isZero();
    }

    private Map<?, ?> row() {
        return cluster.ok("results", "far", "--format", "jsonl").jsonLines().get(0);
    }

    @Test
    void aShippedTrialSavesFarAwayAndGoesOnElsewhereFromThere() throws Exception {
        oneTrial("trainable: {python: 'far.py:train'}");
        file(
                "far.py",
                "import os, time",
                "import attune, helper",
                "",
                "def train(config):",
                "    before = attune.checkpoint()",
                "    print('began', (before / 'state').read_text() if before else 'anew', 'in', os.getcwd(), flush=True)",
                "    for step in range(attune.trial().step + 1, 5):",
                "        while step > 2 and not os.path.exists('" + folder.resolve("go") + "'):",
                "            time.sleep(0.1)",
                "        folder = attune.save_dir()",
                "        (folder / 'state').write_text(helper.text(step))",
                "        (folder / 'weights').write_bytes(bytes([step]) * 3_000_000)",
                "        attune.report(step=step, loss=config['x'] + 1 / step, checkpoint=folder)");
        file("helper.py", "def text(step):", "    return 'step %d' % step");
        Process first = farWorker("n1");
        Process run = run();
        await("step 2")
                .atMost(TestCluster.PATIENCE)
                .until(() -> Files.isDirectory(folder.resolve("results/far/checkpoints/0/2")));
        cluster.ok("pause", "far", "--cluster", cluster.clusterFolder().toString());
        assertThat(client.finish(run).code()).isEqualTo(130);
        Signals.send("TERM", first);
        farWorker("n2");
        Files.createFile(folder.resolve("go"));
        succeeds(run());

        assertThat(row().get("state")).isEqualTo("COMPLETED");
        assertThat(row().get("worker")).isEqualTo("n2");
        assertThat(folder.resolve("results/far/checkpoints/0/4/state")).hasContent("step 4");
        assertThat(folder.resolve("results/far/checkpoints/0/4/weights")).hasSize(3_000_000);
        String printed = cluster.ok("logs", "far", "0").out();
        assertThat(printed)
                .containsSubsequence("began anew in ", "began step 2 in ")
                .doesNotContain("in " + study);
        assertThat(study.resolve("__pycache__")).doesNotExist();
    }

    /** What a trial saves, when it may, is several megabytes. */
    private void savesMuch() throws IOException {
        oneTrial("trainable: {python: 'far.py:train'}");
        file(
                "far.py",
                "import os, time",
                "import attune",
                "",
                "def train(config):",
                "    while not os.path.exists('" + folder.resolve("go") + "'):",
                "        time.sleep(0.1)",
                "    folder = attune.save_dir()",
                "    (folder / 'weights').write_bytes(bytes(6_000_000))",
                "    attune.report(loss=config['x'], checkpoint=folder)");
    }

    @Test
    void whenTheDiskOfTheHeadIsFullTheStudyEndsAndTheHeadAndOtherStudiesDoNot() throws Exception {
        savesMuch();
        Files.createFile(folder.resolve("go"));
        farWorker("n1");
        try (Disk disk = Disk.inMemory(folder.resolve("results/far"), "3m")) {
            Attune.Ended ended = client.finish(run());
            assertThat(ended.code())
                    .as(ended.out() + ended.err() + cluster.log())
                    .isNotZero();
            assertThat(ended.out() + ended.err())
                    .contains("No space left on device", "Make room", "then run the same command again");
            try (Stream<Path> left = Files.walk(disk.path())) {
                assertThat(left.map(path -> path.getFileName().toString()))
                        .noneMatch(name -> name.startsWith(".incoming"));
            }
            succeeds(run("--name", "other"));
            disk.resize("50m");
            succeeds(run());
            assertThat(row().get("attempts")).isEqualTo(2L);
            assertThat(disk.path().resolve("checkpoints/0/1/weights")).hasSize(6_000_000);
        }
    }

    @Test
    void whenTheDiskOfAWorkerIsFullItsTrialGoesOnElsewhereAndHasNotFailed() throws Exception {
        savesMuch();
        farWorker("n1", "3m");
        Process run = run();
        await("the trial is on n1")
                .atMost(TestCluster.PATIENCE)
                .until(() -> client.output().contains("trial 0 started"));
        farWorker("n2");
        await("n2").atMost(TestCluster.PATIENCE).until(() -> cluster.log().contains("n2 joined"));
        Files.createFile(folder.resolve("go"));
        succeeds(run);
        assertThat(client.output()).contains("n1 is passed over", "No space left on device");
        assertThat(row().get("state")).isEqualTo("COMPLETED");
        assertThat(row().get("worker")).isEqualTo("n2");
        assertThat(folder.resolve("results/far/checkpoints/0/1/weights")).hasSize(6_000_000);
    }

    @Test
    void partsOfATrialInJavaMeetAndWhenOneIsKilledAllGoOnFromTheCheckpoint() throws Exception {
        oneTrial("resources: {nodes: 2}", "trainable: {java: far.Meet}");
        Path source = Files.createDirectories(folder.resolve("source/far")).resolve("Meet.java");
        Files.writeString(source, MEET);
        Path classes = study.resolve("classes");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-cp",
                                Attune.distribution().toString(),
                                "-d",
                                classes.toString(),
                                source.toString()))
                .isZero();
        farWorker("n1");
        farWorker("n2");
        Process run = run("--classpath", classes.toString());
        await("the first step" + cluster.log())
                .atMost(TestCluster.PATIENCE)
                .until(() -> Files.isDirectory(folder.resolve("results/far/checkpoints/0/1")));
        cluster.processes().trials().stream()
                .filter(trial -> "1".equals(trial.environment().get("ATTUNE_RANK")))
                .forEach(MarkedProcesses.Marked::kill);
        succeeds(run);

        assertThat(row().get("value")).isEqualTo(3.0);
        assertThat(row().get("attempts")).isEqualTo(2L);
        List<?> attempts =
                (List<?>) cluster.ok("show", "far", "0", "--json").json().get("history");
        assertThat(((Map<?, ?>) attempts.get(0)).get("cause")).isEqualTo("PREEMPTED");
        assertThat(cluster.ok("logs", "far", "0").out())
                .contains(
                        "rank 0 of 2 from step 0",
                        "[1] rank 1 of 2 from step 0",
                        "rank 0 of 2 from step 1, saved",
                        "rank 1 of 2 from step 1, saved");
    }

    /** In the first attempt rank 0 saves and waits for ever for what rank 1 brings to the port; in the next it adds that up. */
    private static final String MEET = """
            package far;

            import java.io.*;
            import java.net.*;
            import java.nio.file.*;
            import java.util.*;
            import org.attune.tuner.*;

            public class Meet implements JavaTrainable {
                @Override
                public void run(TrialContext trial) throws Exception {
                    TrialContext.Part part = trial.part();
                    boolean isFirst = trial.step() == 0;
                    System.out.println("rank " + part.rank() + " of " + part.size() + " from step " + trial.step()
                            + trial.checkpoint().map(folder -> ", " + read(folder.resolve("state"))).orElse(""));
                    if (part.rank() == 0) {
                        lead(trial, part, isFirst);
                    } else {
                        follow(part, isFirst);
                    }
                }

                private void lead(TrialContext trial, TrialContext.Part part, boolean isFirst) throws Exception {
                    try (ServerSocket meeting = new ServerSocket(part.port()); Socket other = meeting.accept()) {
                        if (isFirst) {
                            Path saved = trial.newCheckpoint();
                            Files.writeString(saved.resolve("state"), "saved");
                            trial.report(1, Map.of("loss", 9.0), Optional.of(saved));
                        }
                        int brought = other.getInputStream().read();
                        if (brought < 0) {
                            throw new EOFException("rank 1 is gone");
                        }
                        trial.report(Map.of("loss", 1.0 + brought));
                    }
                }

                private void follow(TrialContext.Part part, boolean isFirst) throws Exception {
                    while (true) {
                        try (Socket first = new Socket(part.address(), part.port())) {
                            if (isFirst) {
                                Thread.sleep(Long.MAX_VALUE);
                            }
                            first.getOutputStream().write(2);
                            return;
                        } catch (ConnectException e) {
                            Thread.sleep(50);
                        }
                    }
                }

                private static String read(Path file) {
                    try {
                        return Files.readString(file);
                    } catch (IOException e) {
                        return e.toString();
                    }
                }
            }
            """;
}
