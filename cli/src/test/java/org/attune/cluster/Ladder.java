package org.attune.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.attune.cli.Attune;

/** A study whose decisions do not depend on time: random search, HyperBand, and losses that are functions of configuration and step. */
final class Ladder {
    private static final List<String> OUTCOME = List.of("state", "step", "value");

    private final TestCluster cluster;
    private final Attune client;
    private Process process;

    Ladder(TestCluster cluster) throws IOException {
        this.cluster = cluster;
        client = cluster.attune("client");
        client.file(
                "ladder.yaml",
                "objective: {metric: loss, mode: min}",
                "space: {x: {type: float, low: 0.0, high: 1.0}}",
                "sampler: random",
                "scheduler: {type: hyperband, max_step: 9, eta: 3}",
                "trials: 15",
                "seed: 1",
                "trainable: {python: 'ladder.py:climb'}");
        client.file(
                "ladder.py",
                "import os, time",
                "import attune",
                "",
                "def climb(config):",
                "    saved = attune.checkpoint()",
                "    total = float((saved / 'total').read_text()) if saved else 0.0",
                "    for step in range(attune.trial().step + 1, 10):",
                "        time.sleep(float(os.environ.get('PACE', '0')))",
                "        total += (config['x'] - 0.5) ** 2 / step",
                "        folder = attune.save_dir()",
                "        (folder / 'total').write_text(repr(total))",
                "        attune.report(step=step, loss=total, checkpoint=folder)");
    }

    /** Outcomes of its trials on this machine alone. */
    Map<Object, Map<Object, Object>> inPeace() {
        Attune.Ended ended = client.finish(client.start("run", "ladder.yaml", "--name", "calm"));
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        return outcomes("calm");
    }

    Ladder start() {
        process = cluster.begin(
                client,
                "run",
                "ladder.yaml",
                "--name",
                "ladder",
                "--cluster",
                cluster.clusterFolder().toString());
        return this;
    }

    void awaitReports(int number) {
        await("reports in the journal")
                .atMost(TestCluster.PATIENCE)
                .until(() -> journal()
                                .lines()
                                .filter(line -> line.contains("\"reported\""))
                                .count()
                        >= number);
    }

    void finish() {
        Attune.Ended ended = client.patience(Duration.ofMinutes(4)).finish(process);
        assertThat(ended.code())
                .as(() -> ended.out() + ended.err() + cluster.log())
                .isZero();
    }

    /** What became of each trial. */
    Map<Object, Map<Object, Object>> outcomes(String study) {
        Map<Object, Map<Object, Object>> outcomes = new HashMap<>();
        for (Map<?, ?> row : lines("results", study, "--format", "jsonl")) {
            Map<Object, Object> outcome = new HashMap<>(row);
            outcome.keySet().retainAll(OUTCOME);
            outcomes.put(row.get("trial"), outcome);
        }
        return outcomes;
    }

    /** Trial, step and loss of each report. */
    List<String> reports(String study) {
        return lines("results", study, "--reports", "--format", "jsonl").stream()
                .map(row -> row.get("trial") + " " + row.get("step") + " " + row.get("loss"))
                .sorted()
                .toList();
    }

    private List<Map<?, ?>> lines(String... command) {
        return cluster.attune("reader").run(command).jsonLines();
    }

    private String journal() {
        return TestCluster.text(Path.of(cluster.results()).resolve("ladder").resolve("journal.jsonl"));
    }
}
