package org.attune.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.UnknownStudyException;
import org.attune.cli.Attune;
import org.attune.study.Trial;
import org.attune.study.TrialState;

/** A study on a cluster, shown by a command. Its trials count, to six unless told otherwise, and save each step; after the second they wait until they may go on. */
final class Counting {
    private static final int USUAL_STEPS = 6;

    private final TestCluster cluster;
    private final Attune client;
    private final Path folder;
    private final int trials;
    private final int steps;
    private Process process;

    Counting(TestCluster cluster, int trials) {
        this(cluster, trials, USUAL_STEPS);
    }

    Counting(TestCluster cluster, int trials, int steps) {
        this.cluster = cluster;
        this.trials = trials;
        this.steps = steps;
        this.client = cluster.attune("client");
        try {
            this.folder = client.file(
                            "count.yaml",
                            "objective: {metric: loss, mode: min}",
                            "space: {x: {type: float, low: 0.0, high: 1.0}}",
                            "sampler: random",
                            "trials: " + trials,
                            "seed: 1",
                            "trainable: {python: 'count.py:count'}")
                    .getParent();
            client.file(
                    "count.py",
                    "import os, time",
                    "import attune",
                    "",
                    "def count(config):",
                    "    for step in range(attune.trial().step + 1, " + (steps + 1) + "):",
                    "        while step > 2 and not os.path.exists('go'):",
                    "            time.sleep(0.1)",
                    "        folder = attune.save_dir()",
                    "        (folder / 'state').write_text(str(step))",
                    "        attune.report(step=step, loss=config['x'] + 1 / step, checkpoint=folder)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Counting start() {
        process = cluster.begin(
                client,
                "run",
                "count.yaml",
                "--cluster",
                cluster.clusterFolder().toString());
        return this;
    }

    void letGo() {
        try {
            Files.createFile(folder.resolve("go"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until so many trials wait after their second step. */
    void awaitWaiting(int number) {
        await("trials at step 2")
                .atMost(TestCluster.PATIENCE)
                .until(() -> trials().filter(trial -> trial.state() == TrialState.RUNNING && trial.step() == 2)
                                .count()
                        >= number);
    }

    /** Waits until all trials are in a state, as the journal has it. */
    void awaitAll(TrialState state) {
        await(state.name())
                .atMost(TestCluster.PATIENCE)
                .until(() -> trials().filter(trial -> trial.state() == state).count() == trials);
    }

    /** As the journal has them at this moment; none if there is no study yet. */
    private Stream<Trial> trials() throws IOException {
        try {
            return LoadedStudy.read(Path.of(cluster.results(), "count")).study().trials().stream();
        } catch (UnknownStudyException e) {
            return Stream.empty();
        }
    }

    /** Waits until the command has said something, or ends. */
    void awaitOutput(String text) {
        await(text)
                .atMost(TestCluster.PATIENCE)
                .until(() -> !process.isAlive() || client.output().contains(text));
    }

    /** Waits for the end of the command. */
    Attune.Ended ended() {
        return client.patience(Duration.ofMinutes(4)).finish(process);
    }

    void finish() {
        Attune.Ended ended = ended();
        assertThat(ended.code())
                .as(() -> ended.out() + ended.err() + cluster.log())
                .isZero();
    }

    List<Map<?, ?>> rows() {
        Attune.Ended ended = cluster.attune("reader").run("results", "count", "--format", "jsonl");
        return ended.code() == 0 ? ended.jsonLines() : List.of();
    }

    /** Attempts of a trial. */
    List<Map<?, ?>> attempts(Object trial) {
        Map<?, ?> shown = cluster.attune("reader")
                .run("show", "count", trial.toString(), "--json")
                .json();
        return ((List<?>) shown.get("history"))
                .stream().<Map<?, ?>>map(attempt -> (Map<?, ?>) attempt).toList();
    }

    /** Each trial has completed, with each of its steps once. */
    void hasCountedAllOnce() {
        List<Map<?, ?>> rows = rows();
        assertThat(rows)
                .hasSize(trials)
                .allSatisfy(row -> assertThat(row.get("state")).isEqualTo("COMPLETED"));
        List<Map<?, ?>> reports = cluster.attune("reader")
                .run("results", "count", "--reports", "--format", "jsonl")
                .jsonLines();
        for (Map<?, ?> row : rows) {
            assertThat(reports.stream()
                            .filter(report -> report.get("trial").equals(row.get("trial")))
                            .map(report -> (Long) report.get("step")))
                    .as("steps of trial %s", row.get("trial"))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, steps).boxed().toList());
        }
    }
}
