package org.attune.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.attune.cli.Attune;
import org.attune.cli.MarkedProcesses;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples, run as their pages say. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ExamplesIT {
    private static final int MOST_FILES = 8;

    @TempDir
    Path folder;

    private final MarkedProcesses processes = new MarkedProcesses();
    private Attune attune;

    @BeforeEach
    void hasNoResults() {
        attune = new Attune(folder).with(MarkedProcesses.VARIABLE, processes.mark());
    }

    @AfterEach
    void leavesNoProcess() {
        processes.awaitNone();
    }

    @Test
    @NeedsPython
    void quickstartTellsTheMoonsApart() throws Exception {
        run(example("quickstart"));
        List<Map<?, ?>> rows = rows("quickstart");
        assertThat(countBy(rows, "state")).isEqualTo(Map.of("COMPLETED", 8L, "STOPPED", 41L));
        // The brackets: 27, 12, 6 and 4 trials, of which the rungs at the steps 1, 3, 9 and 27 keep a third.
        assertThat(countBy(rows, "step")).isEqualTo(Map.of("1", 18L, "3", 14L, "9", 9L, "27", 8L));
        assertThat(best("quickstart")).isLessThan(0.1);
        keepsOnlyTheBest("quickstart");
    }

    @Test
    void shellNeedsNoPython() throws Exception {
        run(example("shell"));
        List<Map<?, ?>> rows = rows("shell");
        assertThat(countBy(rows, "state")).isEqualTo(Map.of("COMPLETED", 20L));
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.get("step")).isEqualTo(((Map<?, ?>) row.get("config")).get("steps")));
        assertThat(best("shell")).isLessThan(0.2);
        assertThat(attune.run("logs", "shell", "0").out()).startsWith("attune: {\"step\": 1, ");
        keepsFewFiles("shell");
    }

    @Test
    @NeedsPython
    void conditionsAreKeptInEveryTrial() throws Exception {
        run(example("conditions"));
        List<Map<?, ?>> rows = rows("conditions");
        assertThat(countBy(rows, "state")).isEqualTo(Map.of("COMPLETED", 40L));
        assertThat(rows).allSatisfy(row -> {
            Map<?, ?> config = (Map<?, ?>) row.get("config");
            boolean adam = config.get("optimizer").equals("adam");
            assertThat(config.containsKey("beta1")).isEqualTo(adam);
            assertThat(config.containsKey("momentum")).isEqualTo(!adam);
        });
        assertThat(best("conditions")).isLessThan(0.05);
        keepsFewFiles("conditions");
    }

    @Test
    void theFilesOfTheExampleOfConditionsAreOneSpace() throws IOException {
        // ConfigSpace has no derived values.
        String study = Files.readString(Path.of(example("conditions"))).replaceFirst("derived:\\n.*\\n", "");
        Path plain = Files.writeString(folder.resolve("conditions.yaml"), study);
        Attune.Ended written = attune.run("space", "convert", plain.toString(), "--to", "configspace", "-");
        assertThat(written.err()).isEmpty();
        assertThat(Path.of(example("conditions", "space.json"))).content().isEqualTo(written.out());
    }

    @Test
    void aProgramInJavaRunsFromItsSourceAndFindsItsStudyComplete() throws Exception {
        List<String> words = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Attune.distribution().toString(),
                example("java", "Ridge.java"));
        Attune.Ended first = attune.finish(attune.start(words));
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).startsWith("best: trial ");
        assertThat(countBy(rows("ridge"), "state")).isEqualTo(Map.of("COMPLETED", 8L, "STOPPED", 41L));
        List<String> journal = Files.readAllLines(folder.resolve("results/ridge/journal.jsonl"));

        Attune.Ended second = attune.finish(attune.start(words));
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(Files.readAllLines(folder.resolve("results/ridge/journal.jsonl")))
                .isEqualTo(journal);
        keepsFewFiles("ridge");
    }

    /** The main job, with four trials of few epochs. Its environment is made once for all runs of the tests, in the folder of the build. */
    @Test
    @NeedsPython
    void aGraphNetworkIsTuned() throws Exception {
        attune.with(
                        "ATTUNE_CACHE",
                        Attune.distribution().resolveSibling("cache").toString())
                .with("PIP_RETRIES", "0")
                .patience(Duration.ofMinutes(25));
        Attune.Ended ended = attune.run(
                "run",
                example("cgconv"),
                "--set",
                "trials=4",
                "--set",
                "scheduler.max_step=3",
                "--set",
                "space.conv_dim.choices=[256]");
        boolean noPackages = ended.code() == 2 && ended.err().contains("cannot build the Python environment");
        if (noPackages && !"true".equals(System.getenv("CI"))) {
            abort("pip has no access to the packages of the example: " + ended.err());
        }
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        List<Map<?, ?>> rows = rows("cgconv");
        // Three trials at step 1, of which the best goes on, and one that goes to the end at once.
        assertThat(countBy(rows, "step")).isEqualTo(Map.of("1", 2L, "3", 2L));
        assertThat(countBy(rows, "state")).isEqualTo(Map.of("COMPLETED", 2L, "STOPPED", 2L));
        assertThat(best("cgconv")).isBetween(0.0, 2.0);
        keepsOnlyTheBest("cgconv");
    }

    private void run(String study) {
        Attune.Ended ended = attune.run("run", study);
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains(" trials have ended.", "Best ");
    }

    private static String example(String name) {
        return example(name, "study.yaml");
    }

    private static String example(String name, String file) {
        return Attune.repository()
                .resolve("examples")
                .resolve(name)
                .resolve(file)
                .toString();
    }

    private List<Map<?, ?>> rows(String study) {
        return attune.run("results", study, "--format", "jsonl").jsonLines();
    }

    private double best(String study) {
        return (Double) attune.run("best", study, "--json").json().get("best_value");
    }

    private static Map<String, Long> countBy(List<Map<?, ?>> rows, String key) {
        Map<String, Long> counts = new TreeMap<>();
        rows.forEach(row -> counts.merge(String.valueOf(row.get(key)), 1L, Long::sum));
        return counts;
    }

    private void keepsOnlyTheBest(String study) throws IOException {
        Map<?, ?> best = attune.run("best", study, "--json").json();
        Path checkpoint = Path.of((String) best.get("checkpoint"));
        Path checkpoints = folder.resolve("results").resolve(study).resolve("checkpoints");
        assertThat(checkpoint)
                .isEqualTo(checkpoints.resolve(best.get("trial") + "/" + best.get("best_step")))
                .isNotEmptyDirectory();
        assertThat(files(checkpoints)).allSatisfy(file -> assertThat(file).startsWith(checkpoint));
        keepsFewFiles(study);
    }

    private void keepsFewFiles(String study) throws IOException {
        Path results = folder.resolve("results").resolve(study);
        assertThat(files(results).stream().filter(file -> !file.startsWith(results.resolve("checkpoints"))))
                .hasSizeLessThanOrEqualTo(MOST_FILES)
                .allSatisfy(file -> assertThat(file.getFileName().toString()).doesNotStartWith("."));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> !Files.isDirectory(path)).toList();
        }
    }
}
