package org.attune.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.attune.cli.Attune;
import org.attune.cli.Signals;
import org.attune.trial.Programs;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The clocks of head, workers, trials and clients are set while a study runs that has limits of time, each by itself. */
@NeedsPython
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClockIT {
    private static final List<Duration> JUMPS = List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ofDays(30));
    private static final int TRIALS = 2;

    @TempDir
    Path folder;

    private final Map<String, ShiftedClock> clocks = new HashMap<>();
    private TestCluster cluster;
    private Attune client;
    private Process run;
    private int step;

    @BeforeEach
    void aStudyRuns() throws Exception {
        assumeTrue(
                "true".equals(System.getenv("CI"))
                        || Programs.find("gcc", System.getenv("PATH")).isPresent(),
                "there is no gcc");
        cluster = new TestCluster(folder)
                .with("LD_PRELOAD", ShiftedClock.library().toString());
        goBy("head").start();
        goBy("n1").worker("n1");
        goBy("n2").worker("n2");
        goBy("client").awaitNodes("n1", "n2");
        client = cluster.attune("client");
        client.file(
                "count.yaml",
                "objective: {metric: loss, mode: min}",
                "space: {x: {type: float, low: 0.0, high: 1.0}}",
                "sampler: random",
                "trials: " + TRIALS,
                "trial_time_limit: 20min",
                "time_limit: 40min",
                "grace: 60",
                "seed: 1",
                "trainable: {command: [env, 'SHIFT=" + clock("trial").path() + "', python3, count.py]}");
        client.file(
                "count.py",
                "import os, time",
                "import attune",
                "",
                "step = attune.trial().step",
                "while not os.path.exists('end'):",
                "    if os.path.exists(f'go-{step + 1}'):",
                "        step += 1",
                "        folder = attune.save_dir()",
                "        (folder / 'state').write_text(str(step))",
                "        attune.report(step=step, loss=1 / step, checkpoint=folder)",
                "    time.sleep(0.05)");
        run = client.start(
                "run", "count.yaml", "--cluster", cluster.clusterFolder().toString());
        allTakeAStep();
    }

    @AfterEach
    void nothingIsLeft() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private ShiftedClock clock(String name) {
        return clocks.computeIfAbsent(name, key -> new ShiftedClock(folder.resolve("clock-" + key)));
    }

    /** What is started from now on goes by that clock. */
    private TestCluster goBy(String name) {
        return cluster.with("SHIFT", clock(name).path());
    }

    private void allTakeAStep() throws IOException {
        step++;
        Files.createFile(folder.resolve("client/go-" + step));
        await("step " + step)
                .atMost(TestCluster.PATIENCE)
                .until(() -> !run.isAlive() || reports() == (long) TRIALS * step);
    }

    private long reports() {
        return TestCluster.text(Path.of(cluster.results()).resolve("count/journal.jsonl"))
                .lines()
                .filter(line -> line.contains("\"reported\""))
                .count();
    }

    private void finishes(long... attempts) throws IOException {
        Files.createFile(folder.resolve("client/end"));
        Attune.Ended ended = client.finish(run);
        assertThat(ended.code())
                .as(() -> ended.out() + ended.err() + cluster.log())
                .isZero();
        Attune reader = cluster.attune("reader");
        List<Map<?, ?>> rows =
                reader.run("results", "count", "--format", "jsonl").jsonLines();
        assertThat(rows)
                .as(cluster::log)
                .hasSize(TRIALS)
                .allSatisfy(row -> assertThat(row.get("state")).isEqualTo("COMPLETED"));
        assertThat(rows.stream().map(row -> (Long) row.get("attempts")))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.of(attempts).boxed().toList());
        assertThat(reader.run("results", "count", "--reports", "--format", "jsonl")
                        .jsonLines())
                .extracting(report -> report.get("trial") + "/" + report.get("step"))
                .doesNotHaveDuplicates()
                .hasSize(TRIALS * step);
    }

    @Test
    void noClockThatIsSetEndsOrLosesAnything() throws Exception {
        for (String whose : List.of("head", "n1", "n2", "trial", "client")) {
            for (Duration jump : JUMPS) {
                clock(whose).set(jump);
                allTakeAStep();
            }
        }
        assertThat(cluster.nodeNames()).hasSize(2);
        assertThat(cluster.log()).doesNotContain("not to be reached").doesNotContain("is lost");
        finishes(1, 1);
    }

    @Test
    void clocksThatDisagreeByAMonthKeepNobodyFromComingBack() throws Exception {
        clock("head").set(Duration.ofDays(-30));
        clock("n1").set(Duration.ofDays(-1));
        allTakeAStep();
        Signals.send("KILL", cluster.headPid());
        clock("head").set(Duration.ofDays(30));
        goBy("head").start();
        clock("n3").set(Duration.ofDays(60));
        goBy("n3").worker("n3");
        goBy("client").awaitNodes("n1", "n2", "n3");
        allTakeAStep();
        Signals.send("KILL", cluster.worker(1).pid());
        allTakeAStep();
        clock("head").set(Duration.ofDays(-1));
        allTakeAStep();
        finishes(1, 2);
    }
}
