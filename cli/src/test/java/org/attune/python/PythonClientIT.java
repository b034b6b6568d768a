package org.attune.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.attune.cli.Attune;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client's own tests, and what it reads of a study that the program wrote. */
@NeedsPython
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PythonClientIT {
    private static final String LOAD = """
            import json, math, sys
            if sys.argv[1] == "lists":
                sys.modules["pandas"] = None
            import attune

            def rows(table):
                if not isinstance(table, list):
                    table = table.astype(object).where(table.notna(), None).to_dict("records")
                return [{name: plain(value) for name, value in row.items()} for row in table]

            def plain(value):
                if not isinstance(value, float) or math.isfinite(value):
                    return value
                return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"

            for row in rows(getattr(attune.load(sys.argv[2]), sys.argv[3])()):
                print(json.dumps(row))
            """;

    @TempDir
    static Path folder;

    private static Attune attune;

    /** Trials that end well, fail before or after a report, report no number, or are lost with the head. */
    @BeforeAll
    static void hasAStudyWithTrialsOfAllKinds() throws Exception {
        attune = new Attune(folder)
                .with("PYTHONPATH", Attune.repository().resolve("python").toString());
        attune.file(
                "mixed.yaml",
                "objective: {metric: loss, mode: max}",
                "space: {x: {type: float, low: 0.0, high: 1.0}, name: {type: categorical, choices: [a b, null, 3]}}",
                "sampler: random",
                "trials: 8",
                "max_failures: 100",
                "resources: {cpu: 0.1}",
                "max_parallel: 2",
                "grace: 1",
                "trainable: {command: [sh, mixed.sh, '{x}']}");
        attune.file(
                "mixed.sh",
                "tell() { echo \"attune: {\\\"loss\\\": $1, \\\"seconds\\\": 1.5}\"; }",
                "case $ATTUNE_TRIAL in",
                "0) exit 3 ;;",
                "1) tell $1; exit 4 ;;",
                "2) tell NaN; tell Infinity ;;",
                "3) tell 0.5; tell NaN ;;",
                "4) [ $ATTUNE_ATTEMPT = 1 ] && tell 0.25 && kill -9 $(ps -o ppid= -p $PPID); tell 0.125 ;;",
                "*) tell $1; tell 0.75 ;;",
                "esac");
        assertThat(attune.run("run", "mixed.yaml").code()).isEqualTo(128 + 9);
        Path killed = Files.createDirectories(folder.resolve("results/killed"));
        Files.copy(folder.resolve("results/mixed/journal.jsonl"), killed.resolve("journal.jsonl"));
        Attune.Ended ended = attune.run("run", "mixed.yaml");
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    }

    @Test
    void theClientsOwnTestsPass() {
        Path python = Attune.repository().resolve("python");
        // All of them, on a machine that may have much else to do.
        Attune.Ended ended = attune.patience(Duration.ofMinutes(10))
                .finish(attune.start(List.of(
                        "python3",
                        "-m",
                        "unittest",
                        "discover",
                        "-s",
                        python.resolve("tests").toString())));
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.err()).containsPattern("Ran [1-9]\\d* tests").contains("OK");
    }

    @ParameterizedTest
    @CsvSource({"lists, killed", "lists, mixed", "as it is, killed", "as it is, mixed"})
    void aLoadedStudyHasTheRowsOfItsResults(String tables, String study) {
        List<Map<?, ?>> rows = attune.run("results", study, "--format", "jsonl").jsonLines();
        assertThat(rows).isNotEmpty();
        assertThat(loaded(tables, study, "dataframe")).isEqualTo(flat(rows));
    }

    @ParameterizedTest
    @CsvSource({"lists, killed", "lists, mixed", "as it is, killed", "as it is, mixed"})
    void aLoadedStudyHasTheReportsOfItsResults(String tables, String study) {
        List<Map<?, ?>> reports =
                attune.run("results", study, "--reports", "--format", "jsonl").jsonLines();
        assertThat(reports).isNotEmpty();
        assertThat(loaded(tables, study, "reports")).isEqualTo(flat(reports));
    }

    private static List<Map<String, Object>> loaded(String tables, String study, String table) {
        Attune.Ended ended = attune.finish(attune.start(List.of("python3", "-c", LOAD, tables, study, table)));
        assertThat(ended.code()).as(ended.err()).isZero();
        return flat(ended.jsonLines());
    }

    /** Nested names joined by a slash, and all numbers as fractions, as a column that has both becomes. */
    private static List<Map<String, Object>> flat(List<Map<?, ?>> rows) {
        List<Map<String, Object>> flat = new ArrayList<>();
        for (Map<?, ?> row : rows) {
            Map<String, Object> one = new LinkedHashMap<>();
            row.forEach((name, value) -> flatten((String) name, value, one));
            flat.add(one);
        }
        return flat;
    }

    private static void flatten(String name, Object value, Map<String, Object> into) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, nested) -> flatten(name + "/" + key, nested, into));
        } else {
            into.put(name, value instanceof Number number ? number.doubleValue() : value);
        }
    }
}
