package org.attune.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.attune.cli.Attune;
import org.attune.cli.Signals;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsPython
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SlowLineIT {
    private static final int DELAY_MILLIS = 200;
    private static final int BYTES_PER_SECOND = 50_000;

    @TempDir
    Path folder;

    @Test
    void whatIsShippedGoesOnAtTheNextHead() throws Exception {
        byte[] data = new byte[3_000_000];
        new Random(1).nextBytes(data);
        Path study = Files.createDirectories(folder.resolve("study"));
        Files.write(study.resolve("data"), data);
        Files.write(
                study.resolve("shipped.yaml"),
                List.of(
                        "objective: {metric: loss, mode: min}",
                        "space: {x: {type: float, low: 0.0, high: 1.0}}",
                        "trials: 1",
                        "trainable: {command: [./train]}"));
        Path train = Files.writeString(study.resolve("train"), "#!/bin/sh\n");
        assertThat(train.toFile().setExecutable(true)).isTrue();
        try (TestCluster cluster = new TestCluster(folder)) {
            Map<?, ?> head = cluster.start();
            try (SlowLine line = new SlowLine(port(head), 0, 1_000_000)) {
                Attune client = cluster.attune("client");
                Process run = cluster.begin(
                        client,
                        "run",
                        study.resolve("shipped.yaml").toString(),
                        "--ship",
                        "--detach",
                        "--head",
                        "127.0.0.1:" + line.port(),
                        "--key",
                        cluster.clusterFolder().resolve("key.pem").toString());
                await("the first megabyte")
                        .ignoreExceptions()
                        .atMost(TestCluster.PATIENCE)
                        .until(() -> data(cluster)
                                .filter(file -> file.toFile().length() > 1_000_000)
                                .isPresent());
                Signals.send("KILL", ((Number) head.get("pid")).longValue());
                Path half = data(cluster).orElseThrow();
                Object file = Files.getAttribute(half, "unix:ino");
                assertThat(half.getParent()).as("it was not all").hasFileName("new");
                line.leadTo(port(cluster.start()));
                Attune.Ended ended = client.finish(run);
                assertThat(ended.code())
                        .as(() -> ended.out() + ended.err() + cluster.log())
                        .isZero();
                assertThat(ended.err()).contains("The head is gone", "There is a head again.");
                Path whole = data(cluster).orElseThrow();
                assertThat(whole).hasBinaryContent(data);
                assertThat(Files.getAttribute(whole, "unix:ino"))
                        .as("it was not begun anew")
                        .isEqualTo(file);
            }
        }
    }

    private static int port(Map<?, ?> head) {
        return ((Number) head.get("port")).intValue();
    }

    /** The file as far as the head has it. */
    private static Optional<Path> data(TestCluster cluster) throws IOException {
        Path files = cluster.clusterFolder().resolve("files");
        if (!Files.isDirectory(files)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.walk(files)) {
            return all.filter(path -> path.endsWith("data")).findFirst();
        }
    }

    @Test
    void aWorkerOnASlowLineThatBreaksAgainAndAgainLosesNothing() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        try (TestCluster cluster = new TestCluster(folder);
                SlowLine line = new SlowLine(
                        ((Number) cluster.start().get("port")).intValue(), DELAY_MILLIS, BYTES_PER_SECOND)) {
            cluster.worker(
                    "far",
                    "--head",
                    "127.0.0.1:" + line.port(),
                    "--key",
                    cluster.clusterFolder().resolve("key.pem").toString());
            cluster.awaitNodes("far");
            Counting study = new Counting(cluster, 2, 30).start();
            study.awaitWaiting(1);
            assertThat(cluster.log()).as("slow is not lost").doesNotContain("not to be reached");
            line.breakConnections(new Random(seed));
            study.letGo();
            study.finish();
            study.hasCountedAllOnce();
            assertThat(line.broken()).isPositive();
            assertThat(cluster.log()).contains("far is back");
        }
    }
}
