package org.attune.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.attune.cli.Attune;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workers in jobs of a real Slurm that come to different ends. */
@ExtendWith(TestSlurm.class)
@NeedsPython
@Timeout(300)
class EndsIT {
    @TempDir
    Path folder;

    private Attune attune;

    @AfterEach
    void stop() {
        attune.run("cluster", "stop", "--now");
        call("scancel", "--user=root");
    }

    private Attune.Ended call(String... words) {
        return attune.finish(attune.start(List.of(words)));
    }

    private String worker(String node) {
        String script = "exec " + Attune.distribution() + " worker";
        List<String> words = new ArrayList<>(List.of("sbatch", "--parsable", "--requeue", "-w", node, "-n1", "-c1"));
        words.addAll(List.of("--mem=1000", "--time=10", "--chdir=" + folder, "--wrap", script));
        return call(words.toArray(String[]::new)).out().strip();
    }

    @Test
    void whyEachEndedIsToldByNameAndCountsAgainstNoTrial() throws IOException {
        attune = new Attune(folder)
                .with("HOME", folder.toString())
                .with("ATTUNE_CLUSTER", folder.resolve("cluster").toString())
                .patience(Duration.ofMinutes(4));
        attune.file(
                "study.yaml",
                "study: ends",
                "objective: {metric: loss, mode: min}",
                "space: {n: {type: int, low: 1, high: 2}}",
                "sampler: grid",
                "resources: {cpu: 1}",
                "trainable: {command: [sh, -c, 'touch began-{n}; exec sleep 600']}",
                "seed: 1");
        assertThat(attune.run("cluster", "start").code()).isZero();
        String cancelled = worker("n1");
        String requeued = worker("n2");
        assertThat(attune.run(
                                "run",
                                "study.yaml",
                                "--cluster",
                                folder.resolve("cluster").toString(),
                                "--detach")
                        .code())
                .isZero();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Files.exists(folder.resolve("began-1")) && Files.exists(folder.resolve("began-2")));
        call("scancel", cancelled);
        call("scontrol", "requeue", requeued);
        Path journal = folder.resolve("results").resolve("ends").resolve("journal.jsonl");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Files.readString(journal).split("\"attempt_ended\"", -1).length == 3);
        assertThat(Files.readString(journal))
                .contains("left: its job " + cancelled + " was cancelled")
                .contains("left: its job " + requeued + " was ")
                .doesNotContain("\"ERROR\"");
        assertThat(attune.run("show", "ends", "0").out()).contains("PREEMPTED", "its job ");
    }
}
