package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a trial printed, read by people and by pipes, also while it is printed. */
class LogsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Attune attune;

    @BeforeEach
    void make() {
        attune = new Attune(folder);
    }

    /** A study of one trial. */
    private void study(String... script) throws IOException {
        attune.file(
                "printing.yaml",
                "objective: {metric: loss, mode: min}",
                "space: {x: {type: float, low: 0.0, high: 1.0}}",
                "sampler: random",
                "trials: 1",
                "grace: 1",
                "trainable: {command: [bash, run.sh]}");
        attune.file("run.sh", script);
    }

    /** The same study, seen from another folder, so that what is printed there goes elsewhere. */
    private Attune beside() throws IOException {
        return new Attune(Files.createDirectories(folder.resolve("beside")))
                .with("ATTUNE_RESULTS", folder.resolve("results").toString());
    }

    @Test
    void standardErrorTellsWhereAnotherAttemptBegins() throws Exception {
        study("echo attempt $ATTUNE_ATTEMPT; echo 'attune: {\"loss\": 1}'", "[ -e go ] || exec sleep 1000");
        Process run = attune.start("run", "printing.yaml");
        await().atMost(PATIENCE).until(() -> attune.output().contains("best so far"));
        Signals.send("INT", run);
        attune.finish(run);
        Files.createFile(folder.resolve("go"));
        attune.run("run", "printing.yaml");
        Attune.Ended logs = attune.run("logs", "printing", "0");
        assertThat(logs.out()).isEqualTo("attempt 1\nattune: {\"loss\": 1}\nattempt 2\nattune: {\"loss\": 1}\n");
        assertThat(logs.err()).isEqualTo("[attune: from here on attempt 2]\n");
        assertThat(logs.code()).isZero();
    }

    @Test
    void followsOverAllAttemptsUntilTheTrialEnds() throws Exception {
        attune.file(
                "printing.yaml",
                "objective: {metric: loss, mode: min}",
                "space: {x: {type: float, low: 0.0, high: 1.0}}",
                "sampler: random",
                "scheduler: {type: hyperband, max_step: 9, eta: 3}",
                "trials: 9",
                "max_parallel: 1",
                "trainable: {command: [bash, run.sh, '{x}']}");
        attune.file(
                "run.sh",
                "echo waiting",
                "until [ -e begin ]; do sleep 0.1; done",
                "echo begun",
                "for ((s = ATTUNE_STEP + 1; s <= ATTUNE_UNTIL; s++)); do",
                "  echo \"attune: {\\\"step\\\": $s, \\\"loss\\\": $ATTUNE_TRIAL}\"",
                "done",
                "sleep 1000");
        Process run = attune.start("run", "printing.yaml");
        await().atMost(PATIENCE).until(() -> attune.output().contains("trial 0 started"));
        Attune reader = beside();
        Process logs = reader.start("logs", "printing", "0", "-f");
        await().atMost(PATIENCE).until(() -> reader.output().contains("waiting"));
        Files.createFile(folder.resolve("begin"));
        Attune.Ended ended = reader.finish(logs);
        assertThat(ended.code()).isZero();
        assertThat(ended.out().lines().filter("begun"::equals).count()).isEqualTo(3);
        assertThat(ended.out()).endsWith("attune: {\"step\": 9, \"loss\": 0}\n");
        assertThat(ended.err()).isEqualTo("[attune: from here on attempt 2]\n[attune: from here on attempt 3]\n");
        assertThat(attune.finish(run).code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalEndsTheFollowingNormally(String signal) throws Exception {
        study("echo 'attune: {\"loss\": 1}'; exec sleep 1000");
        Process run = attune.start("run", "printing.yaml");
        await().atMost(PATIENCE).until(() -> attune.output().contains("best so far"));
        Attune reader = beside();
        Process logs = reader.start("logs", "printing", "0", "-f");
        await().atMost(PATIENCE).until(() -> reader.output().contains("loss"));
        Signals.send(signal, logs);
        Attune.Ended ended = reader.finish(logs);
        assertThat(ended.code()).isZero();
        assertThat(ended.err()).isEmpty();
        Signals.send("INT", run);
        attune.finish(run);
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoError() throws Exception {
        study("seq 1 200000; echo 'attune: {\"loss\": 1}'");
        attune.run("run", "printing.yaml");
        for (String follow : List.of("", " -f")) {
            Attune.Ended ended = attune.finish(attune.start(List.of(
                    "bash",
                    "-c",
                    Attune.distribution() + " logs printing 0" + follow + " | head -n 1; echo ${PIPESTATUS[0]}")));
            assertThat(ended.out()).isEqualTo("1\n0\n");
            assertThat(ended.err()).isEmpty();
        }
    }

    @Test
    void silenceIsSaid() throws Exception {
        study("exit 3");
        attune.run("run", "printing.yaml");
        Attune.Ended ended = attune.run("logs", "printing", "0");
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).isEqualTo("[attune: trial 0 has printed nothing.]\n");
        assertThat(ended.code()).isZero();
    }

    @Test
    void aHundredMegabytesPassThroughASmallHead() throws Exception {
        study(
                "head -c 50000000 /dev/zero | tr '\\0' x; echo; seq 1 7000000; echo 'attune: {\"loss\": 1}'; echo the end");
        Attune.Ended ended = attune.with("ATTUNE_JAVA_OPTS", "-Xmx48m").run("run", "printing.yaml");
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(Files.size(folder.resolve("results/printing/output.bin"))).isLessThan(2 << 20);
        assertThat(attune.run("logs", "printing", "0").out())
                .contains("bytes are left out here")
                .endsWith("the end\n");
    }
}
