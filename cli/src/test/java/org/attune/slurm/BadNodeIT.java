package org.attune.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
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

/** Nodes of a real Slurm on which trials fail that run elsewhere. */
@ExtendWith(TestSlurm.class)
@NeedsPython
@Timeout(300)
class BadNodeIT {

    @TempDir
    Path folder;

    private Attune attune;

    @BeforeEach
    void hasAHome() {
        attune = new Attune(folder).with("HOME", folder.toString()).patience(Duration.ofMinutes(4));
    }

    @Test
    void trialsThatFailOnOneNodeAloneRunElsewhereAndItIsToldWhy() throws IOException {
        attune.file(
                "trial.sh",
                "ln -s \"$(hostname)\" bad 2>/dev/null",
                "if [ \"$(hostname)\" = \"$(readlink bad)\" ]; then echo 'OSError: No space left on device' >&2; exit 1; fi",
                "[ $1 = 8 ] && until [ -s nodes.txt ]; do sleep 0.1; done",
                "echo \"attune: {\\\"step\\\": 1, \\\"loss\\\": $1}\"");
        attune.file(
                "study.yaml",
                "study: bad-node",
                "objective: {metric: loss, mode: min}",
                "space: {n: {type: int, low: 1, high: 8}}",
                "sampler: grid",
                "resources: {cpu: 1}",
                "trainable: {command: [sh, trial.sh, '{n}']}",
                "seed: 1");
        String script = "\"$0\" run study.yaml --cluster \"$ATTUNE_CLUSTER\" & "
                + "until \"$0\" nodes | grep 'passed over' > nodes.txt; do sleep 0.2; done; "
                + "wait $! && cp \"$ATTUNE_CLUSTER\"/head.log .";
        Attune.Ended ended = attune.finish(attune.start(List.of(
                "srun",
                "-N3",
                "-n3",
                Attune.distribution().toString(),
                "cluster",
                "start",
                "--",
                "sh",
                "-c",
                script,
                Attune.distribution().toString())));
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        String bad = Files.readSymbolicLink(folder.resolve("bad")).toString();
        assertThat(ended.out() + ended.err())
                .contains("failed at once on " + bad + ", and is tried again: OSError: No space left on device")
                .contains(bad + " is passed over: trials ")
                .contains("failed there at once, and nowhere else: OSError: No space left on device");
        assertThat(folder.resolve("nodes.txt")).content().contains(bad + " is passed over by study bad-node: trials ");
        assertThat(folder.resolve("head.log")).content().contains(bad + " is passed over: trials ");
        assertThat(attune.run("results", "bad-node", "--format", "jsonl").jsonLines())
                .hasSize(8)
                .allSatisfy(trial -> assertThat(trial.get("state")).isEqualTo("COMPLETED"))
                .allSatisfy(trial -> assertThat(trial.get("worker")).isNotEqualTo(bad));
        assertThat(attune.run("status", "bad-node").out())
                .contains(bad + ": ")
                .contains("trials failed there at once, and went elsewhere: OSError: No space left on device");
    }

    @Test
    void whatNoNodeHasEndsTheStudyBeforeTheFirstTrial() throws IOException {
        attune.file(
                "study.yaml",
                "study: nowhere",
                "objective: {metric: loss, mode: min}",
                "space: {n: {type: int, low: 1, high: 8}}",
                "trials: 8",
                "resources: {cpu: 1}",
                "trainable: {command: [module-python, train.py, '{n}']}");
        Attune.Ended ended = attune.finish(
                attune.start(List.of("srun", "-N2", "-n2", Attune.distribution().toString(), "run", "study.yaml")));
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(2);
        assertThat(ended.out() + ended.err())
                .contains("cannot run 'module-python': no such file")
                .doesNotContain("trial 0");
    }
}
