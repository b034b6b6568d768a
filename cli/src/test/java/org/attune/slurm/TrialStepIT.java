package org.attune.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.attune.cli.Attune;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Trials that are job steps of their own, on a real Slurm. */
@ExtendWith(TestSlurm.class)
@NeedsPython
@Timeout(300)
class TrialStepIT {

    @TempDir
    Path folder;

    private Attune attune;

    @BeforeEach
    void hasAHome() {
        attune = new Attune(folder).with("HOME", folder.toString()).patience(Duration.ofMinutes(4));
    }

    /** Trial 0 saves and reports, 1 fails, 2 is asked to end at its limit, does not, and is killed. */
    @Test
    void theyHaveTheirOwnGpuAndReportFailAndEndAsOthersDo() throws IOException {
        attune.file(
                "train.py",
                "import os, signal, sys, time",
                "import attune",
                "def told(*_):",
                "    open('told', 'w').close()",
                "def train(config):",
                "    open('steps', 'a').write(os.environ['SLURM_STEP_ID'] + ' ' + os.environ['CUDA_VISIBLE_DEVICES'] + '\\n')",
                "    if config['n'] == 2:",
                "        print('ValueError: bad n', file=sys.stderr); sys.exit(3)",
                "    if config['n'] == 3:",
                "        signal.signal(signal.SIGTERM, told)",
                "        print('waits', flush=True)",
                "        while True: time.sleep(1)",
                "    for step in range(attune.trial().step + 1, 4):",
                "        folder = attune.save_dir()",
                "        (folder / 'state').write_text(str(step))",
                "        attune.report(step=step, loss=config['n'], checkpoint=folder)");
        attune.file(
                "study.yaml",
                "study: steps",
                "objective: {metric: loss, mode: min}",
                "space: {n: {type: int, low: 1, high: 3}}",
                "sampler: grid",
                "resources: {cpu: 1, gpu: 1}",
                "trial_time_limit: 5s",
                "grace: 2s",
                "trainable: {python: train.py:train}",
                "slurm: {step_per_trial: true}",
                "seed: 1");
        String script = "\"$0\" run study.yaml --cluster \"$ATTUNE_CLUSTER\"; pgrep -f '[t]rain.py:train' > left; true";
        Attune.Ended ended = attune.finish(attune.start(List.of(
                "srun",
                "--overlap",
                "-N1",
                "-n1",
                "-c5",
                "--gres=gpu:2",
                Attune.distribution().toString(),
                "cluster",
                "start",
                "--",
                "sh",
                "-c",
                "\"$0\" worker & " + script,
                Attune.distribution().toString())));
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        List<String> rows = attune.run("results", "steps", "--format", "jsonl").jsonLines().stream()
                .map(trial -> trial.get("state") + " " + trial.get("cause") + " " + trial.get("step"))
                .toList();
        assertThat(rows)
                .as(ended.out() + ended.err())
                .containsExactly("COMPLETED FINISHED 3", "FAILED ERROR 0", "FAILED TIME_LIMIT 0");
        assertThat(folder.resolve("told"))
                .as("it was asked before it was made to end")
                .exists();
        assertThat(attune.run("show", "steps", "1").out()).contains("ValueError: bad n (exit 3)");
        assertThat(folder.resolve("steps")).content().contains(" 0\n", " 1\n");
        assertThat(folder.resolve("left")).isEmptyFile();
    }
}
