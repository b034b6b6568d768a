package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study whose space is changed when it has begun. */
class ChangedSpaceIT {
    private static final String OLD = "x: {type: float, low: 0.0, high: 1.0}";
    private static final String WIDER = "x: {type: float, low: 0.0, high: 2.0}";
    private static final String NEW = WIDER + ", m: {type: float, low: 3, high: 4, before: 3.5}";

    @TempDir
    Path folder;

    private Attune attune;

    @BeforeEach
    void aStudy() throws IOException {
        attune = new Attune(folder);
        attune.file(
                "train.sh",
                "echo \"m is <$2>\"",
                "echo \"attune: {\\\"step\\\": $((ATTUNE_STEP + 1)), \\\"loss\\\": $1}\"",
                "[ -e go ] || exec sleep 1000");
        study(OLD, "{x}", 4);
    }

    @Test
    void itGoesOnWhenTheChangesAreAccepted() throws IOException {
        Files.createFile(folder.resolve("go"));
        assertThat(attune.run("run", "study.yaml", "--name", "demo").code()).isZero();
        study(NEW.replace(", before: 3.5", ""), "{x} {m}", 7);
        Attune.Ended without = attune.run("run", "study.yaml", "--name", "demo", "--accept-changes");
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.err()).contains("of 4 trials 4 need a value for it", "before: VALUE");

        study(NEW, "{x} {m}", 7);
        Attune.Ended refused = attune.run("run", "study.yaml", "--name", "demo");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains(
                        "the space of study 'demo' has changed since its last run:",
                        "space.x.high: 1.0 -> 2.0 (4 of 4 trials stay in the model)",
                        "space.m: none -> {type: float, low: 3.0, high: 4.0, before: 3.5}"
                                + " (4 of 4 trials stay in the model, as if they had had 3.5)",
                        "trials: 4 -> 7",
                        "--accept-changes",
                        "--name")
                .doesNotContain("\tat ");

        Attune.Ended checked = attune.run("check", "study.yaml", "--set", "study=demo");
        assertThat(checked.code()).isZero();
        assertThat(checked.out())
                .contains(
                        "Changed since the study's last run; 'attune run' asks for --accept-changes:",
                        "  space.x.high: 1.0 -> 2.0");
        Map<?, ?> json = attune.run("check", "study.yaml", "--set", "study=demo", "--json")
                .json();
        assertThat((List<?>) json.get("changes")).hasSize(4);

        Attune.Ended accepted = attune.run("run", "study.yaml", "--name", "demo", "--accept-changes");
        assertThat(accepted.code()).as(accepted.out() + accepted.err()).isZero();
        assertThat(accepted.out()).contains("Changed since the last run: space.x.high: 1.0 -> 2.0");
        List<Map<?, ?>> rows =
                attune.run("results", "demo", "--format", "jsonl").jsonLines();
        assertThat(rows).hasSize(7);
        assertThat(rows.subList(0, 4))
                .allSatisfy(row ->
                        assertThat(((Map<?, ?>) row.get("config")).keySet()).hasToString("[x]"));
        assertThat(rows.subList(4, 7))
                .allSatisfy(row ->
                        assertThat(((Map<?, ?>) row.get("config")).keySet()).hasToString("[x, m]"));
        assertThat(attune.run("results", "demo").out().lines()).hasSize(8);
        assertThat(attune.run("results", "demo", "--format", "csv").out().lines())
                .hasSize(8);
        assertThat(attune.run("best", "demo", "--json").code()).isZero();
        assertThat(attune.run("run", "study.yaml", "--name", "demo").out()).contains("demo is complete");
    }

    @Test
    void aTrialFromBeforeGoesOnWithTheValuesFromBefore() throws Exception {
        Process process = attune.start("run", "study.yaml", "--name", "demo");
        await().atMost(Duration.ofSeconds(60)).until(() -> attune.output().contains("best so far"));
        Signals.send("INT", process);
        assertThat(attune.finish(process).code()).isEqualTo(130);

        Files.createFile(folder.resolve("go"));
        study(NEW, "{x} {m}", 4);
        Attune.Ended again = attune.run("run", "study.yaml", "--name", "demo", "--accept-changes");
        assertThat(again.code()).as(again.out() + again.err()).isZero();
        assertThat(attune.run("logs", "demo", "0").out()).contains("m is <>", "m is <3.5>");
    }

    private void study(String space, String arguments, int trials) throws IOException {
        attune.file(
                "study.yaml",
                "objective: {metric: loss, mode: min}",
                "space: {" + space + "}",
                "sampler: random",
                "trials: " + trials,
                "grace: 1",
                "trainable: {command: 'sh train.sh " + arguments + "'}");
    }
}
