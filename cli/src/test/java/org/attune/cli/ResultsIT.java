package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shapes that scripts rely on. */
class ResultsIT {
    private static final String[] TRIAL = {
        "trial",
        "state",
        "config",
        "step",
        "value",
        "best_value",
        "best_step",
        "attempts",
        "cause",
        "started",
        "seconds",
        "worker",
        "message"
    };

    @TempDir
    static Path folder;

    private static Attune attune;

    @BeforeAll
    static void runsAStudy() throws Exception {
        attune = new Attune(folder);
        Studies.falling(attune);
        Attune.Ended run = attune.run("run", "falling.yaml");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("trial 0 started", "trial 5 completed at step 3", "falling: 6 trials have ended.")
                .contains(" results falling", " best falling --json");
    }

    @Test
    void bestIsTheRowOfTheBestTrialWithItsCheckpoint() {
        Map<?, ?> best = attune.run("best", "falling", "--json").json();
        assertThat(best.keySet()).hasToString("[" + String.join(", ", TRIAL) + ", checkpoint]");
        assertThat(best.get("checkpoint")).isNull();
        assertThat((Double) best.get("best_value")).isEqualTo((Double) best.get("value"));
        assertThat(best.get("best_step")).isEqualTo(3L);
    }

    @Test
    void statusCountsTrialsByState() {
        Map<?, ?> status = attune.run("status", "falling", "--json").json();
        assertThat(status.get("study")).isEqualTo("falling");
        assertThat(status.get("state")).isEqualTo("COMPLETED");
        assertThat(((Map<?, ?>) status.get("trials")).get("COMPLETED")).isEqualTo(6L);
        assertThat(((Map<?, ?>) status.get("best")).get("state")).isEqualTo("COMPLETED");
        assertThat(status.get("remaining")).isEqualTo(0L);
    }

    @Test
    void resultsAreARowATrial() {
        List<Map<?, ?>> rows =
                attune.run("results", "falling", "--format", "jsonl").jsonLines();
        assertThat(rows).hasSize(6);
        assertThat(rows.get(0).keySet()).hasToString("[" + String.join(", ", TRIAL) + "]");
    }

    @Test
    void resultsAsCsvJoinNestedKeysByASlash() {
        List<String> lines = attune.run("results", "falling", "--format", "csv")
                .out()
                .lines()
                .toList();
        assertThat(lines).hasSize(7);
        assertThat(lines.get(0)).startsWith("trial,state,config/x,config/name,step,value,");
    }

    @Test
    void reportsAreARowAReport() {
        List<Map<?, ?>> rows = attune.run("results", "falling", "--reports", "--format", "jsonl")
                .jsonLines();
        assertThat(rows).hasSize(18);
        assertThat(rows.get(0).keySet()).hasToString("[trial, attempt, step, metrics, time]");
    }

    @Test
    void resultsAreATableForPeople() {
        Attune.Ended ended = attune.run("results", "falling");
        assertThat(ended.out().lines().toList().get(0)).contains("trial", "state", "x", "name", "step", "value");
        assertThat(ended.out().lines()).hasSize(7);
    }

    @Test
    void aTrialIsShownWithItsAttemptsAndReports() {
        Map<?, ?> shown = attune.run("show", "falling", "2", "--json").json();
        assertThat(shown.get("trial")).isEqualTo(2L);
        assertThat((List<?>) shown.get("history")).singleElement().asString().contains("placement=");
        assertThat((List<?>) shown.get("reports")).hasSize(3);
        assertThat(attune.run("show", "falling", "2").out()).contains("Trial 2 of falling: completed", "loss");
    }

    @Test
    void whatATrialPrintedIsKeptAndItsArgumentsStayWhole() {
        assertThat(attune.run("logs", "falling", "0").out())
                .containsPattern("name is <(a b|c,d)>")
                .contains("attune: {\"step\": 3");
        assertThat(attune.run("logs", "falling", "0", "-f").out()).contains("attune: {\"step\": 3");
    }

    @Test
    void aStudyIsNamedByItsFolderToo() {
        String path = folder.resolve("results/falling").toString();
        assertThat(attune.run("best", path, "--json").json().get("best_step")).isEqualTo(3L);
    }

    @Test
    void aCompleteStudySaysSoWhenItIsRunAgain() {
        Attune.Ended again = attune.run("run", "falling.yaml");
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("falling is complete", "Best loss:").doesNotContain("trial 0 started");
    }

    @Test
    void aStudyThatHasBegunKeepsItsDefinition() {
        Attune.Ended changed = attune.run("run", "falling.yaml", "--set", "space.x.high=2");
        assertThat(changed.code()).isEqualTo(2);
        assertThat(changed.err()).contains("space.x.high", "--name").doesNotContain("\tat ");
    }

    @Test
    void outputThatCannotBeWrittenIsAnErrorButAClosedPipeIsNot() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "needs /dev/full");
        Attune.Ended full = shell("\"$0\" results falling --format csv > /dev/full");
        assertThat(full.code()).isEqualTo(2);
        assertThat(full.err()).contains("the output is not whole: ").doesNotContain("at org.attune");
        Attune.Ended pipe = shell("\"$0\" results falling --reports --format csv | head -n 0");
        assertThat(pipe.code()).isZero();
        assertThat(pipe.err()).isEmpty();
    }

    private static Attune.Ended shell(String script) {
        return attune.finish(
                attune.start(List.of("sh", "-c", script, Attune.distribution().toString())));
    }
}
