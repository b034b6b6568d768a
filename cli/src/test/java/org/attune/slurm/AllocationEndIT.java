package org.attune.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.attune.analysis.LoadedStudy;
import org.attune.cli.Attune;
import org.attune.study.Attempt;
import org.attune.study.Cause;
import org.attune.study.Report;
import org.attune.study.Study;
import org.attune.study.Trial;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a step does before its allocation ends, on a real Slurm. */
@ExtendWith(TestSlurm.class)
@NeedsPython
@Timeout(300)
class AllocationEndIT {
    @TempDir
    Path folder;

    @Test
    void trialsPauseBeforeItWithAllThatTheySavedAndTheNextStepGoesOn() throws IOException {
        Attune attune = new Attune(folder).with("HOME", folder.toString()).patience(Duration.ofMinutes(4));
        Files.writeString(folder.resolve("train.py"), """
                import time, attune
                def train(config):
                    for step in range(attune.trial().step + 1, 1000):
                        time.sleep(0.3)
                        folder = attune.save_dir()
                        (folder / "step").write_text(str(step))
                        attune.report(step=step, loss=1 / step, checkpoint=folder)
                """);
        attune.file(
                "study.yaml",
                "study: ends",
                "objective: {metric: loss, mode: min}",
                "space:",
                "  n: {type: int, low: 1, high: 2}",
                "sampler: grid",
                "stop: {step: 1000}",
                "trainable: {python: 'train.py:train'}",
                "seed: 1");
        Attune.Ended first = srun(attune, 12, "");
        assertThat(first.code()).as(first.out() + first.err()).isEqualTo(75);
        assertThat(first.out()).contains("its allocation ends.", "Go on:      srun ");
        Map<Integer, Integer> reached = new HashMap<>();
        for (Trial trial : study().trials()) {
            assertThat(trial.lastAttempt().flatMap(Attempt::cause)).contains(Cause.PREEMPTED);
            assertThat(trial.step()).isPositive();
            reached.put(trial.id(), trial.step());
        }
        assertThat(reached).hasSize(2);

        int more = reached.values().stream().mapToInt(Integer::intValue).max().orElseThrow() + 2;
        Attune.Ended second = srun(attune, 600, " --set stop.step=" + more);
        assertThat(second.code()).as(second.out() + second.err()).isZero();
        assertThat(study().trials()).allSatisfy(trial -> {
            assertThat(trial.attempts().get(1).from()).isEqualTo(reached.get(trial.id()));
            assertThat(trial.reports()).extracting(Report::step).isSorted().doesNotHaveDuplicates();
            assertThat(trial.step()).isEqualTo(more);
        });
    }

    /** @param seconds after which the allocation is said to end */
    private Attune.Ended srun(Attune attune, int seconds, String more) {
        String script = "export ATTUNE_ALLOCATION_END=$(( $(date +%s) + " + seconds
                + " )); exec \"$0\" run study.yaml --plain" + more;
        return attune.finish(attune.start(List.of(
                "srun", "-N2", "-n2", "sh", "-c", script, Attune.distribution().toString())));
    }

    private Study study() throws IOException {
        return LoadedStudy.read(attuneResults().resolve("ends")).study();
    }

    private Path attuneResults() {
        return folder.resolve("results");
    }
}
