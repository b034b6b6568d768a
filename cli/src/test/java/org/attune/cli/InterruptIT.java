package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterruptIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Attune attune;

    @BeforeEach
    void hasAStudyThatWaits() throws Exception {
        attune = new Attune(folder);
        Studies.waiting(attune);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void aSignalPausesTheStudyAndTheSameCommandGoesOn(String signal) throws Exception {
        Process process = attune.start("run", "waiting.yaml", "--name", "stop_and_go");
        await().atMost(PATIENCE).until(() -> attune.output().contains("best so far"));
        Signals.send(signal, process);
        Attune.Ended ended = attune.finish(process);
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(130);
        assertThat(ended.out()).contains("Pausing", "paused. What was reported is kept");
        assertThat(ended.out()).contains(Attune.distribution() + " run waiting.yaml --name stop_and_go");

        Files.createFile(folder.resolve("go"));
        Attune.Ended again = attune.run("run", "waiting.yaml", "--name", "stop_and_go");
        assertThat(again.code()).as(again.out() + again.err()).isZero();
        List<Map<?, ?>> reports = attune.run("results", "stop_and_go", "--reports", "--format", "jsonl")
                .jsonLines();
        assertThat(reports)
                .extracting(report -> report.get("trial") + "@" + report.get("step"))
                .doesNotHaveDuplicates();
        assertThat(attune.run("status", "stop_and_go", "--json").json().get("state"))
                .isEqualTo("COMPLETED");
    }

    /** Slurm sends it to trials as well: one that ends by it must not seem to have ended by itself while its next report is waited for. */
    @Test
    void aTermInABatchScriptAsksTrialsToSaveAtOnce() throws Exception {
        attune.with("SLURM_JOB_ID", "1").with("SLURM_JOB_NUM_NODES", "1").with("SLURM_CPUS_ON_NODE", "2");
        // Else a Slurm that happens to be there is asked when its job 1 ends.
        attune.with("ATTUNE_ALLOCATION_END", "4102444800");
        Process process = attune.start("run", "waiting.yaml", "--set", "grace=600");
        await().atMost(PATIENCE).until(() -> attune.output().contains("best so far"));
        Signals.send("TERM", process);
        Attune.Ended ended = attune.finish(process);
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(130);
        assertThat(ended.out())
                .contains("Told to end: trials save what they have", "paused. What was reported is kept");
    }

    /** Batch systems send it before others, some to all processes of a job. */
    @Test
    void aWarningThatTheAllocationEndsPausesTheStudyForTheNextOne() throws Exception {
        attune.with("SLURM_JOB_ID", "1").with("SLURM_JOB_NUM_NODES", "1").with("SLURM_CPUS_ON_NODE", "2");
        attune.with("ATTUNE_ALLOCATION_END", "4102444800");
        attune.file(
                "waiting.sh",
                "trap 'touch saved-$ATTUNE_TRIAL; exit' TERM",
                "echo \"attune: {\\\"step\\\": $((ATTUNE_STEP + 1)), \\\"loss\\\": $1}\"",
                "touch began-$ATTUNE_TRIAL",
                "until [ -e go ]; do sleep 0.1; done");
        Process process = attune.start("run", "waiting.yaml");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(folder.resolve("began-0")) && Files.exists(folder.resolve("began-1")));
        for (ProcessHandle one : process.descendants().toList()) {
            new ProcessBuilder("kill", "-USR1", "" + one.pid()).start().waitFor();
        }
        Signals.send("USR1", process);
        Signals.send("USR1", process);
        Attune.Ended ended = attune.finish(process);
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(75);
        assertThat(ended.out()).contains("Pausing", "waiting: its allocation ends. What was reported is kept");
        assertThat(folder.resolve("saved-0")).exists();
        assertThat(folder.resolve("saved-1")).exists();
        assertThat(attune.run("show", "waiting", "0").out()).contains("as its allocation ends");
        Files.createFile(folder.resolve("go"));
        assertThat(attune.run("run", "waiting.yaml").code()).isZero();
    }

    @Test
    void twoSignalsEndItAtOnce() throws Exception {
        attune.file("waiting.sh", "trap '' TERM", "echo 'attune: {\"loss\": 1}'", "while :; do sleep 1; done");
        Process process = attune.start("run", "waiting.yaml", "--set", "grace=600");
        await().atMost(PATIENCE).until(() -> attune.output().contains("best so far"));
        Signals.send("INT", process);
        Signals.send("INT", process); // as those do that send it to a program and to its group
        await().atMost(PATIENCE).until(() -> attune.output().contains("Pausing"));
        await().pollDelay(Duration.ofMillis(500)).until(process::isAlive);
        assertThat(attune.output()).doesNotContain("Ending all trials at once");
        Signals.send("INT", process);
        Attune.Ended ended = attune.finish(process);
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(130);
        assertThat(ended.out()).contains("Ending all trials at once", "paused. What was reported is kept");
    }

    @Test
    void failuresStopAStudyWithExitCodeOne() throws Exception {
        Studies.failing(attune);
        Attune.Ended ended = attune.run("run", "failing.yaml");
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(1);
        assertThat(ended.out()).contains("failing: stopped by failures. Mend the program");
        List<String> lines = farewell(ended, "failing: ");
        assertThat(lines.get(1)).isEqualTo("Why:        2 equal failures, as max_failures says");
        assertThat(lines.get(2)).matches("(\\d) of \\1 failures: no such device \\(exit 3\\)");
        assertThat(lines.get(3)).matches("  .*attune'? logs failing \\d");
        assertThat(attune.run("status", "failing").out()).contains(lines.get(2));
        assertThat(attune.run("status", "failing", "--json").json().get("state"))
                .isEqualTo("FAILED");
    }

    @Test
    void aStudyWhoseTrialsHaveAllFailedSaysThatNoneIsLeftAndHowToGoOn() throws Exception {
        Studies.failing(attune);
        for (int run = 1; run <= 2; run++) {
            Attune.Ended ended = attune.run("run", "failing.yaml", "--set", "trials=1");
            assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(1);
            List<String> lines = farewell(ended, "failing: ");
            assertThat(lines.get(0))
                    .isEqualTo("failing: stopped by failures: no trials are left, and 1 of 1 trial failed.");
            assertThat(lines.get(1)).isEqualTo("1 failure: no such device (exit 3)");
            assertThat(lines)
                    .contains(
                            "Go on:      mend the program, then the same command with more trials, such as --set trials=2, or with another --name");
        }
    }

    @Test
    void aStudyThatReportedNoNumberSaysSoAtItsEndAndInItsStatus() throws Exception {
        Studies.failing(attune);
        attune.file("nan.sh", "echo 'attune: {\"loss\": NaN}'");
        Attune.Ended ended = attune.run(
                "run", "failing.yaml", "--set", "trials=1", "--set", "trainable.command=[sh, nan.sh, '{x}']");
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(1);
        assertThat(ended.out()).contains("failing: no trial reported loss as a number.", "such as --set trials=2");
        assertThat(attune.run("status", "failing").out()).contains("no trial reported loss as a number.");
    }

    @Test
    void aTrialWhoseProgramFailsIsTriedAgainAndSaysSo() throws Exception {
        attune.file(
                "waiting.sh", "[ -e tried ] || { touch tried; echo boom; exit 1; }", "echo 'attune: {\"loss\": 1}'");
        Attune.Ended ended = attune.run("run", "waiting.yaml", "--set", "retries=1", "--set", "max_parallel=1");
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out())
                .contains("trial 0 failed (boom (exit 1)); it is tried again from its beginning")
                .contains("waiting: 4 trials have ended.");
        assertThat(attune.run("show", "waiting", "0").out()).contains("Attempt 1: boom (exit 1)");
    }

    @Test
    void whatRanWhenAttuneWasKilledIsQueuedToGoOn() throws Exception {
        Process process = attune.start("run", "waiting.yaml");
        await().atMost(PATIENCE).until(() -> attune.output().contains("best so far"));
        Signals.send("KILL", process);
        attune.finish(process);
        Map<?, ?> status = attune.run("status", "waiting", "--json").json();
        assertThat(status.get("state")).isEqualTo("INTERRUPTED");
        Map<?, ?> trials = (Map<?, ?>) status.get("trials");
        assertThat(trials.get("RUNNING")).isEqualTo(0L);
        assertThat(trials.get("QUEUED")).isEqualTo(2L);
        assertThat(attune.run("results", "waiting", "--format", "jsonl").jsonLines())
                .allMatch(row ->
                        row.get("state").equals("QUEUED") && row.get("cause").equals("HEAD_LOST"));
    }

    @Test
    void aSecondHeadIsRefused() throws Exception {
        Process process = attune.start("run", "waiting.yaml");
        await().atMost(PATIENCE).until(() -> attune.output().contains("best so far"));
        Files.createDirectories(folder.resolve("elsewhere"));
        Attune second = new Attune(folder.resolve("elsewhere"))
                .with("ATTUNE_RESULTS", folder.resolve("results").toString());
        Attune.Ended refused = second.run("run", "../waiting.yaml");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("is being run by process " + process.pid(), "--take-over");
        Signals.send("TERM", process);
        assertThat(attune.finish(process).code()).isEqualTo(130);
    }

    /** The lines that a run ends with. */
    private static List<String> farewell(Attune.Ended ended, String beginning) {
        return ended.out()
                .lines()
                .dropWhile(line -> !line.startsWith(beginning))
                .toList();
    }
}
