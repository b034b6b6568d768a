package org.attune.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.attune.cli.Attune;
import org.attune.engine.slurm.FakeSlurm;
import org.attune.text.Json;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A study whose workers are jobs on Slurm, with commands that only seem to be Slurm's. */
@NeedsPython
@Timeout(300)
class ElasticIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private Attune attune;
    private FakeSlurm slurm;

    @BeforeEach
    void isThere() throws IOException {
        slurm = new FakeSlurm(folder.resolve("slurm"));
        attune = new Attune(folder).with("HOME", folder.toString()).with("PATH", slurm.path());
        Files.createDirectory(folder.resolve("met"));
    }

    /** Of four trials, each of which ends when two have begun and that file is there. */
    private void study(String file) throws IOException {
        attune.file(
                "study.yaml",
                "study: elastic",
                "objective: {metric: loss, mode: min}",
                "space:",
                "  n: {type: int, low: 1, high: 4}",
                "sampler: grid",
                "resources: {cpu: 1}",
                "slurm:",
                "  cpus_per_task: 1",
                "  time: 00:10:00",
                "  elastic: {max: 2}",
                "trainable:",
                "  command: [sh, -c, 'cd " + folder + "; touch met/{n}; until [ $(ls met | wc -l) -ge 2 -a -e " + file
                        + " ]; do sleep 0.1; done; echo \"attune: {{\\\"step\\\": 1, \\\"loss\\\": {n}}}\"']",
                "seed: 1");
    }

    private void assertThatTwoWorkersRanAllTrials() {
        assertThat(attune.run("results", "elastic", "--format", "jsonl").jsonLines())
                .hasSize(4)
                .allSatisfy(trial -> assertThat(trial.get("state")).isEqualTo("COMPLETED"))
                .satisfies(trials -> assertThat(trials.stream()
                                .map(trial -> trial.get("worker"))
                                .distinct())
                        .hasSize(2));
    }

    @Test
    void workersAreJobsThatComeWhenTrialsWaitAndGoWithTheStudy() throws Exception {
        study("met");
        Attune.Ended ended = attune.run("run", "study.yaml");
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("2 worker jobs (array 1) are submitted");
        assertThatTwoWorkersRanAllTrials();
        assertThat(slurm.calls("sbatch")).hasSize(1);
        assertThat(slurm.calls("sbatch").get(0)).contains("--array=1-2", "--time=00:10:00", "--cpus-per-task=1");
        slurm.awaitEnd();
        List<Double> looks = slurm.times("squeue");
        for (int i = 1; i < looks.size(); i++) {
            assertThat(looks.get(i) - looks.get(i - 1)).isGreaterThan(14);
        }
    }

    @Test
    void whatAKilledHeadLeftIsItsOwnAgainAndNotDoubled() throws Exception {
        study("go");
        Process command = attune.start("run", "study.yaml");
        await().atMost(LIMIT).until(() -> folder.resolve("met").toFile().list().length == 2);
        assertThat(attune.run("status", "elastic").out()).contains("Workers: 2 worker jobs run\n");
        ProcessHandle.of(head()).orElseThrow().destroyForcibly();
        command.destroyForcibly().waitFor();
        Files.createFile(folder.resolve("go"));
        Attune.Ended ended = attune.run("run", "study.yaml");
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThatTwoWorkersRanAllTrials();
        assertThat(slurm.calls("sbatch")).hasSize(1);
        slurm.awaitEnd();
    }

    private long head() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(".attune/slurm"))) {
            Path file =
                    files.filter(each -> each.endsWith("head.json")).findFirst().orElseThrow();
            return ((Number) ((Map<?, ?>) Json.parse(Files.readString(file))).get("pid")).longValue();
        }
    }
}
