package org.attune.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.cli.Attune;
import org.attune.cli.Signals;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code attune run study.yaml} alone in an allocation: it starts its own step. */
@ExtendWith(TestSlurm.class)
@NeedsPython
@Timeout(300)
class AllocationIT {
    private static final String ON_TERMINAL = """
            import sys
            sys.path.insert(0, sys.argv[1])
            from terminal import pictures, record
            code, pieces = record(sys.argv[2:], 100, 30, until=lambda text: "2 of 2 running" in text)
            shown, last = pictures("".join(text for _, text in pieces))
            print("exit", code, "pictures", len(shown), "")
            for row in [row for picture in shown + [last] for row in picture]:
                print("".join(character for character, _ in row))
            """;

    @TempDir
    Path folder;

    private Attune attune;

    @BeforeEach
    void hasAHomeAndAStudy() throws IOException {
        attune = new Attune(folder).with("HOME", folder.toString()).patience(Duration.ofMinutes(4));
        attune.file(
                "study.yaml",
                "study: all",
                "objective: {metric: loss, mode: min}",
                "space:",
                "  n: {type: int, low: 1, high: 4}",
                "sampler: grid",
                "resources: {cpu: 3}",
                "trainable:",
                "  command: [sh, -c, '" + "cd " + folder + "; trap \"exit 0\" TERM; touch met-{n}; "
                        + "until [ -e go ]; do sleep 0.1; done; "
                        + "echo \"attune: {{\\\"step\\\": 1, \\\"loss\\\": {n}}}\"']",
                "seed: 1");
    }

    @Test
    void aScriptRunsItsStudyOnAllNodesAndATunnelLeadsToIt() throws Exception {
        Path script = attune.file(
                "job.sh",
                "#!/bin/sh",
                "#SBATCH --nodes=4 --ntasks-per-node=1 --cpus-per-task=5 --mem-per-cpu=1GB --time=00:30:00",
                "#SBATCH --output=" + folder.resolve("job.out"),
                Attune.distribution() + " run study.yaml",
                "echo \"code $?\"");
        Process job = attune.start(List.of("sbatch", "--wait", script.toString()));
        awaitFile("met-4");
        Matcher tunnel = Pattern.compile("-L (\\d+):(n\\d):\\1 .* --key key.pem, with a copy of (\\S+)\\.\\R")
                .matcher(Files.readString(folder.resolve("job.out")));
        assertThat(tunnel.find())
                .as(Files.readString(folder.resolve("job.out")))
                .isTrue();
        Attune.Ended nodes = new Attune(Files.createDirectory(folder.resolve("elsewhere")))
                .run("nodes", "--json", "--head", tunnel.group(2) + ":" + tunnel.group(1), "--key", tunnel.group(3));
        assertThat(nodes.jsonLines()).as(nodes.err()).hasSize(4);
        Files.writeString(folder.resolve("go"), "");
        attune.finish(job);
        assertThat(Files.readString(folder.resolve("job.out"))).contains("all: 4 trials have ended.", "code 0");
        assertThat(attune.run("results", "all", "--format", "jsonl").jsonLines())
                .extracting(trial -> String.valueOf(trial.get("worker")))
                .containsExactlyInAnyOrder("n1", "n2", "n3", "n4");
    }

    @Test
    void aSignalToTheCommandPausesTheStudyWhoseTrialsEndInOrder() throws Exception {
        Process salloc = attune.start(List.of(
                "salloc",
                "--quiet",
                "--nodes=2",
                "--cpus-per-task=3",
                "sh",
                "-c",
                "echo $$ >pid; exec \"$0\" run study.yaml",
                Attune.distribution().toString()));
        awaitFile("met-2");
        Signals.send(
                "TERM", Long.parseLong(Files.readString(folder.resolve("pid")).strip()));
        Attune.Ended ended = attune.finish(salloc);
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(130);
        assertThat(ended.out())
                .contains("all: paused.", "Go on:      " + Attune.distribution() + " run study.yaml")
                .doesNotContain("failed", "killed", "completed");
    }

    /** The table is drawn by the first task of the step, on another machine than the terminal's. */
    @Test
    void onATerminalTheStudyIsATableAndControlCPausesIt() throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "python3",
                "-c",
                ON_TERMINAL,
                Attune.repository().resolve("benchmarks").toString()));
        words.addAll(List.of("salloc", "--quiet", "--nodes=2", "--cpus-per-task=3", "--time=5"));
        words.addAll(List.of(Attune.distribution().toString(), "run", "study.yaml"));
        Attune.Ended ended = attune.finish(attune.start(words));
        assertThat(ended.out())
                .as(ended.err())
                .contains("exit 130", "0 of 4 trials", "allocation ends in ", "all: paused.")
                .doesNotContain("srun: error", "pictures 0 ", "started: n=");
    }

    private void awaitFile(String name) {
        await(name).atMost(Duration.ofMinutes(2)).until(() -> Files.exists(folder.resolve(name)));
    }
}
