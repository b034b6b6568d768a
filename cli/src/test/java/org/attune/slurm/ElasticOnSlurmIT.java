package org.attune.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.attune.cli.Attune;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Worker jobs on a real Slurm. */
@ExtendWith(TestSlurm.class)
@NeedsPython
@Timeout(300)
class ElasticOnSlurmIT {
    @TempDir
    Path folder;

    @Test
    void aStudyOnTheLoginNodeGetsItsWorkersFromSlurm() throws IOException {
        Attune attune = new Attune(folder).with("HOME", folder.toString()).patience(Duration.ofMinutes(4));
        folder.resolve("met").toFile().mkdir();
        attune.file(
                "study.yaml",
                "study: elastic",
                "objective: {metric: loss, mode: min}",
                "space:",
                "  n: {type: int, low: 1, high: 4}",
                "sampler: grid",
                "resources: {cpu: 4, gpu: 1}",
                "slurm:",
                "  mem: 1000",
                "  time: 10",
                "  elastic: {max: 3, partitions: [debug]}",
                "trainable:",
                "  command: [sh, -c, 'cd " + folder
                        + "; touch met/{n}; until [ $(ls met | wc -l) -ge 3 ]; do sleep 0.1; done; "
                        + "echo \"attune: {{\\\"step\\\": 1, \\\"loss\\\": {n}}}\"']",
                "seed: 1");
        Attune.Ended ended = attune.run("run", "study.yaml");
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(attune.run("results", "elastic", "--format", "jsonl").jsonLines())
                .hasSize(4)
                .allSatisfy(trial -> assertThat(trial.get("state")).isEqualTo("COMPLETED"))
                .extracting(trial -> String.valueOf(trial.get("worker")))
                .allMatch(worker -> worker.matches("n[1-4]"))
                .satisfies(workers -> assertThat(workers.stream().distinct()).hasSize(3));
    }
}
