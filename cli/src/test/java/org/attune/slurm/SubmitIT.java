package org.attune.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.attune.cli.Attune;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code attune slurm submit} on a real Slurm. */
@ExtendWith(TestSlurm.class)
@NeedsPython
@Timeout(300)
class SubmitIT {
    private static final long PATIENCE = Duration.ofMinutes(2).toNanos();

    @TempDir
    Path folder;

    /** What ends the first allocation is somebody who ends its step; a limit would take a minute and a half. */
    @Test
    void aStudyGoesOnInTheAllocationThatFollowsAndTheOneAfterThatIsCancelled() throws Exception {
        Attune attune = new Attune(folder).with("HOME", folder.toString()).patience(Duration.ofMinutes(2));
        attune.file(
                "study.yaml",
                "study: chain",
                "objective: {metric: loss, mode: min}",
                "space: {x: {type: float, low: 0, high: 1}}",
                "sampler: random",
                "trials: 12",
                "resources: {cpu: 1}",
                "stop: {step: 1}",
                "trainable:",
                "  command: [sh, -c, 'sleep 0.5; echo \"attune: {{\\\"step\\\": 1, \\\"loss\\\": {x}}}\"']",
                "slurm: {nodes: 2, cpus_per_task: 1, mem_per_cpu: 500, time: 2, budget: 10}");
        Attune.Ended dry = attune.run("slurm", "submit", "study.yaml", "--dry-run");
        assertThat(dry.out())
                .as(dry.err())
                .contains("Job        2 nodes, a worker on each with 1 CPU", "Begins     at once, by Slurm's estimate");

        Attune.Ended submitted = attune.run("slurm", "submit", "study.yaml", "--json");
        assertThat(submitted.code()).as(submitted.err()).isZero();
        long first = ((Number) submitted.json().get("job")).longValue();
        await(
                attune,
                jobs -> jobs.stream().anyMatch(job -> ((Number) job.get("trials_done")).intValue() >= 2)
                        && jobs.stream().anyMatch(job -> "Dependency".equals(job.get("reason"))));
        assertThat(new ProcessBuilder("scancel", first + ".0").start().waitFor())
                .isZero();

        Attune.Ended log = attune.run("slurm", "logs", "chain", "-f");
        assertThat(log.out()).as(log.err()).contains("chain: 12 trials have ended.");
        assertThat(log.err()).contains("[attune: job " + (first + 1) + ",");
        assertThat(attune.run("results", "chain", "--format", "jsonl").jsonLines())
                .hasSize(12)
                .allSatisfy(trial -> assertThat(trial.get("state")).isEqualTo("COMPLETED"));
        assertThat(attune.run("slurm", "status", "chain").out())
                .contains("ended well", "No job of chain follows: the study is over (trials).");
    }

    private static void await(Attune attune, Predicate<List<Map<?, ?>>> until)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        while (true) {
            List<Map<?, ?>> jobs = attune.run("slurm", "status", "--json").jsonLines();
            if (until.test(jobs)) {
                return;
            } else if (System.nanoTime() - end > 0) {
                throw new AssertionError("it has not come so far: " + jobs);
            }
            Thread.sleep(200);
        }
    }
}
