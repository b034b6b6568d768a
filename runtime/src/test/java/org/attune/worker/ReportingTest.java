package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.Configuration;
import org.attune.study.Cause;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which a trial reports, and what it is given. */
class ReportingTest {
    @TempDir
    Path folder;

    private Signal.AttemptOver end;

    private List<Signal.Reported> run(String script) {
        return run(Optional.empty(), "sh", "-c", Workers.CLIENT + script);
    }

    private List<Signal.Reported> run(Optional<String> pattern, String... words) {
        return run(folder, pattern, TrialRunnerContract.start(0), words);
    }

    private List<Signal.Reported> run(Path in, Optional<String> pattern, Command.Start start, String... words) {
        try (TrialRunner worker =
                Workers.command(List.of(words), in, folder.resolve("results"), Workers.GRACE, pattern)) {
            Head head = Head.lettingAllGoOn(worker);
            worker.execute(start);
            end = head.awaitEnd(start.trial());
            assertThat(head.reports(start.trial()).stream().mapToLong(Signal.Reported::report))
                    .isSorted();
            return head.reports(start.trial());
        }
    }

    private String output() throws Exception {
        return Workers.output(folder.resolve("results"), 0);
    }

    @Test
    void byPrinting() {
        List<Signal.Reported> reports = run("echo 'attune: {\"step\": 3, \"loss\": 0.5, \"val/acc\": NaN}';"
                + "echo 'attune: {\"loss\": \"-Infinity\"}' >&2; printf 'attune: {\"loss\": 2}'");
        assertThat(reports).extracting(Signal.Reported::step).containsExactly(3, 4, 5);
        assertThat(reports.get(0).metrics()).isEqualTo(Map.of("loss", 0.5, "val/acc", Double.NaN));
        assertThat(reports.get(1).metrics()).isEqualTo(Map.of("loss", Double.NEGATIVE_INFINITY));
    }

    @Test
    void byPrintingAfterAProgressBar() {
        assertThat(run("printf '\\r 10%%|#   |' >&2; printf '\\r 50%%|##  |' >&2; echo 'attune: {\"loss\": 2}'"))
                .hasSize(1);
    }

    @Test
    void byARegularExpression() {
        List<Signal.Reported> reports = run(
                Optional.of("epoch (?<step>\\d+) mean_loss[=] (?<mean_loss>\\S+)"),
                "sh",
                "-c",
                "echo 'INFO epoch 2 mean_loss= 0.25 ok'; echo other; echo 'epoch 3 mean_loss= nan'");
        assertThat(reports).extracting(Signal.Reported::step).containsExactly(2, 3);
        assertThat(reports)
                .extracting(Signal.Reported::metrics)
                .containsExactly(Map.of("mean_loss", 0.25), Map.of("mean_loss", Double.NaN));
    }

    @Test
    void byBothWaysWithOneCount() {
        List<Signal.Reported> reports = run(
                "report '\"metrics\": {\"loss\": 1}'; report '\"metrics\": {\"loss\": 2}, \"step\": 8'; echo 'attune: {\"loss\": 3}'");
        assertThat(reports).extracting(Signal.Reported::report).containsExactly(1L, 2L, 3L);
        assertThat(reports).extracting(Signal.Reported::step).contains(1, 8);
    }

    @Test
    void aReportThatCannotBeReadIsAnsweredAndNotCounted() throws Exception {
        List<Signal.Reported> reports = run("""
                ask() { echo "$1" >&4; IFS= read -r answer <&3; echo "$answer"; }
                ask '{"seq": 1, "metrics": {"loss": "low"}}'
                ask 'nonsense'
                ask '{"seq": 3, "step": 0, "metrics": {"loss": 1}}'
                ask '{"seq": 4, "step": 1.5, "metrics": {"loss": 1}}'
                ask '{"seq": 9, "metrics": {"loss": 1}}'
                ask '{"seq": 5, "metrics": {}}'
                ask '{"seq": 6, "metrics": {"loss": 1}, "checkpoint": "/no/such/place"}'
                ask '[1, 2]'
                ask '{"seq": 8, "metrics": {"loss": 1}}'
                """);
        assertThat(reports).extracting(Signal.Reported::report).containsExactly(1L);
        assertThat(output().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("\"seq\":1", "metric 'loss' must be a number, but got \\\"low\\\""),
                        line -> assertThat(line).contains("\"seq\":2", "not JSON"),
                        line -> assertThat(line).contains("\"seq\":3", "step must be a whole number from 1, but got 0"),
                        line -> assertThat(line).contains("\"seq\":4", "but got 1.5"),
                        line -> assertThat(line).contains("\"seq\":9", "seq must be 5"),
                        line -> assertThat(line).contains("\"seq\":5", "at least one metric"),
                        line -> assertThat(line).contains("\"seq\":6", "no checkpoint at /no/such/place"),
                        line -> assertThat(line).contains("\"seq\":7", "JSON object"),
                        line -> assertThat(line).isEqualTo("{\"seq\":8,\"do\":\"continue\",\"until\":27}"));
    }

    @Test
    void aStepThatDoesNotRiseIsRefused() throws Exception {
        List<Signal.Reported> reports = run(
                "report '\"step\": 2, \"metrics\": {\"train\": 1}'; report '\"step\": 2, \"metrics\": {\"loss\": 2}'");
        assertThat(reports).extracting(Signal.Reported::step).containsExactly(2);
        assertThat(end.exit()).hasValue(9);
        assertThat(output()).contains("step 2 cannot come after step 2", "all metrics of a step into one report");
    }

    @Test
    void aReportWithoutTheObjectiveIsRefusedWhereTheSchedulerDecides() throws Exception {
        Command.Start start = new Command.Start(
                0,
                1,
                "local",
                new Configuration(Map.of("lr", 0.1)),
                OptionalInt.of(1),
                0,
                Optional.empty(),
                Optional.empty());
        List<Signal.Reported> reports =
                run(folder, Optional.empty(), start, "sh", "-c", Workers.CLIENT + "report '\"metrics\": {\"los\": 1}'");
        assertThat(reports).isEmpty();
        assertThat(end.exit()).hasValue(9);
        assertThat(output()).contains("step 1 must have the objective's metric 'loss', but has only los");
    }

    @Test
    void aPrintedReportThatCannotBeReadIsNotedOnce() throws Exception {
        List<Signal.Reported> reports =
                run("echo 'attune: {loss: 1}'; echo 'attune: nothing'; echo 'attune: {\"loss\": 1}'");
        assertThat(reports).hasSize(1);
        assertThat(output())
                .containsOnlyOnce("[attune: a report was not taken: ")
                .contains("but {loss: 1} is not JSON");
    }

    @Test
    void aLineWithoutEndAndBinaryOutputDoNoHarm() {
        List<Signal.Reported> reports = run(
                "head -c 100000000 /dev/zero | tr '\\0' x; head -c 1000000 /dev/urandom; echo; echo 'attune: {\"loss\": 1}'");
        assertThat(reports).hasSize(1);
        assertThat(folder.resolve("results/output.bin"))
                .satisfies(file -> assertThat(Files.size(file)).isLessThan(1_200_000));
    }

    @Test
    void ofALongOutputTheBeginningAndTheEndAreKept() throws Exception {
        run("echo first; seq 8000000; printf 'caf\\303\\251 \\377 last\\n'");
        assertThat(output())
                .startsWith("first\n1\n2\n")
                .contains("bytes are left out here")
                .endsWith("café \uFFFD last\n");
    }

    @Test
    void aTrialThatDoesNotReadItsAnswersDoesNotHoldUpTheOthers() {
        try (TrialRunner worker = Workers.shell(
                "if [ $ATTUNE_TRIAL = 0 ]; then i=0; while [ $i -lt 5000 ]; do echo '{\"metrics\": {\"loss\": 1}}' >&4; i=$((i + 1)); done; sleep 1000; fi;"
                        + "report '\"metrics\": {\"loss\": 1}'",
                folder,
                folder.resolve("results"))) {
            Head head = Head.lettingAllGoOn(worker);
            worker.execute(TrialRunnerContract.start(0));
            head.awaitReports(0, 5000);
            worker.execute(TrialRunnerContract.start(1));
            assertThat(head.awaitEnd(1).cause()).isEqualTo(Cause.FINISHED);
        }
    }

    @Test
    void theEnvironmentIsAsDocumented() throws Exception {
        Configuration configuration = new Configuration(Map.of("name", "Zoë \"β\""));
        Command.Start start = new Command.Start(
                7, 2, "local", configuration, OptionalInt.of(9), 0, Optional.empty(), Optional.empty());
        run(folder, Optional.empty(), start, "sh", "-c", "env | sort > seen; pwd >> seen; [ -d \"$ATTUNE_SAVE\" ]");
        assertThat(end.cause()).isEqualTo(Cause.FINISHED);
        assertThat(Files.readAllLines(folder.resolve("seen")))
                .contains(
                        "ATTUNE_STUDY=demo",
                        "ATTUNE_TRIAL=7",
                        "ATTUNE_ATTEMPT=2",
                        "ATTUNE_CONFIG={\"name\":\"Zo\\u00eb \\\"\\u03b2\\\"\"}",
                        "ATTUNE_RESOURCES={\"cpu\":1}",
                        "ATTUNE_STEP=0",
                        "ATTUNE_UNTIL=9",
                        "ATTUNE_METRIC=loss",
                        "OMP_NUM_THREADS=1",
                        "PYTHONUNBUFFERED=1",
                        folder.toRealPath().toString())
                .noneMatch(line -> line.startsWith("ATTUNE_CHECKPOINT="));
    }

    @Test
    void pathsAndValuesMayHoldAnything() throws Exception {
        Path odd = Files.createDirectories(folder.resolve("it's a \"folder\" {of} Zoë $HOME"));
        Configuration configuration = new Configuration(Map.of("text", "a 'b' \"c\" $d ü;", "list", List.of(1, "x")));
        Command.Start start = new Command.Start(
                0, 1, "local", configuration, OptionalInt.empty(), 0, Optional.empty(), Optional.empty());
        Files.writeString(odd.resolve("my trial.sh"), "printf '%s\\n' \"$@\" > seen");
        run(odd, Optional.empty(), start, "sh", "my trial.sh", "{text}", "--list={list}", "{{braces}}", "");
        assertThat(Files.readAllLines(odd.resolve("seen")))
                .containsExactly("a 'b' \"c\" $d ü;", "--list=[1,\"x\"]", "{braces}", "");
    }

    @Test
    void savedFoldersAndFilesBecomeCheckpoints() throws Exception {
        List<Signal.Reported> reports = run("""
                say() { report "\\"metrics\\": {\\"loss\\": 1}, \\"checkpoint\\": \\"$1\\""; echo "$answer"; }
                mkdir mine; echo a > mine/state; say mine
                echo b > model.bin; say "$PWD/model.bin"
                echo c > "$ATTUNE_SAVE/c"; say "$ATTUNE_SAVE"
                ls "$ATTUNE_SAVE"
                """);
        Path checkpoints = folder.resolve("results/checkpoints/0");
        assertThat(reports)
                .extracting(Signal.Reported::checkpoint)
                .containsExactly(
                        Optional.of("checkpoints/0/1"), Optional.of("checkpoints/0/2"), Optional.of("checkpoints/0/3"));
        assertThat(checkpoints.resolve("1/state")).hasContent("a");
        assertThat(checkpoints.resolve("2/model.bin")).hasContent("b");
        assertThat(checkpoints.resolve("3/c")).hasContent("c");
        assertThat(Files.list(checkpoints)).hasSize(3);
        assertThat(folder.resolve("mine")).doesNotExist();
        assertThat(output()).contains("\"checkpoint\":\"" + checkpoints.resolve("1") + "\"");
    }

    @Test
    void manyReportsArriveAllAndInOrder() {
        List<Integer> steps = new ArrayList<>();
        run("i=0; while [ $i -lt 3000 ]; do i=$((i + 1)); echo \"attune: {\\\"step\\\": $i, \\\"loss\\\": $i}\"; done")
                .forEach(report -> steps.add(report.step()));
        assertThat(steps).hasSize(3000).isSorted();
    }

    @Test
    void aTrialThatPrintsReportsFasterThanTheyAreRecordedIsHeldUpAndCanStillBeEnded() {
        try (TrialRunner worker = Workers.shell("yes 'attune: {\"loss\": 1}'", folder, folder.resolve("results"))) {
            Head head = Head.silent(worker);
            worker.execute(TrialRunnerContract.start(0));
            head.awaitReports(0, 1000);
            await().during(Duration.ofMillis(500)).until(() -> head.reports(0).size() < 10_000);
            worker.execute(new Command.End(0, 1, true));
            head.awaitEnd(0);
        }
    }
}
