package org.attune.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.attune.cli.Attune;
import org.attune.engine.slurm.FakeSlurm;
import org.attune.trial.python.DemoWheel;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The requirements of a study are installed where it is submitted. The network is a folder of packages, which is there or not. */
@NeedsPython
@Timeout(300)
class EnvironmentAheadIT {
    @TempDir
    Path folder;

    private FakeSlurm slurm;
    private Attune attune;

    @BeforeEach
    void hasAStudyWithRequirements() throws Exception {
        slurm = new FakeSlurm(folder.resolve("slurm"));
        slurm.settings("{\"running\": 0}");
        attune = new Attune(folder)
                .with("HOME", folder.toString())
                .with("PATH", slurm.path())
                .with("ATTUNE_CACHE", folder.resolve("cache").toString())
                .with("ATTUNE_CLASS_ARCHIVE", "off")
                .with("PIP_NO_INDEX", "1")
                .with("PIP_FIND_LINKS", folder.resolve("network").toString());
        attune.file("requirements.txt", "demo");
        attune.file("trial.py", "import demo", "print('attune: {\"step\": 1, \"loss\": %d}' % demo.answer)");
        attune.file(
                "study.yaml",
                "study: toy",
                "objective: {metric: loss, mode: min}",
                "space: {x: {type: float, low: 0, high: 1}}",
                "sampler: random",
                "trials: 1",
                "stop: {step: 1}",
                "trainable: {command: [python, trial.py], requirements: requirements.txt}",
                "slurm: {cpus_per_task: 2, time: 10}");
        Files.createDirectory(folder.resolve("network"));
    }

    @AfterEach
    void nothingRunsOn() {
        slurm.end();
    }

    @Test
    void nodesNeedNoNetworkForThem() throws Exception {
        Path wheel = DemoWheel.in(folder.resolve("network"));
        Attune.Ended submitted = attune.run("slurm", "submit", "study.yaml");
        assertThat(submitted.code()).as(submitted.err()).isZero();
        assertThat(submitted.err())
                .containsSubsequence(
                        "Building the Python environment of requirements.txt", "The Python environment is ready");
        assertThat(submitted.out()).contains("Job 1 of toy");

        Files.delete(wheel);
        slurm.settings("{\"running\": 1}");
        Attune.Ended log = attune.run("slurm", "logs", "toy", "-f");
        assertThat(log.out()).as(log.err()).contains("toy: 1 trial has ended.").doesNotContain("Building");
        assertThat(attune.run("results", "toy", "--format", "jsonl").jsonLines())
                .singleElement()
                .satisfies(trial -> assertThat(trial.get("state")).isEqualTo("COMPLETED"));
    }

    @Test
    void nothingIsSubmittedIfTheyCannotBeInstalledUnlessThatIsLeftToTheNodes() throws Exception {
        Attune.Ended refused = attune.run("slurm", "submit", "study.yaml");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("No matching distribution found for demo", "Nothing was submitted. With --no-build ")
                .doesNotContain("\tat ");
        assertThat(slurm.calls("sbatch")).isEmpty();

        assertThat(attune.run("slurm", "submit", "study.yaml", "--no-build").code())
                .isZero();
        assertThat(slurm.calls("sbatch")).hasSize(1);
        Attune.Ended twice = attune.run("slurm", "submit", "study.yaml");
        assertThat(twice.err()).contains("study 'toy' has a job already").doesNotContain("Building");
    }

    @Test
    void setupThatIsForNodesIsNotRunHere() throws Exception {
        attune.file("setup.sh", "touch " + folder.resolve("done"));
        String setup = "slurm.setup=[source setup.sh, touch " + folder.resolve("done") + "]";
        Attune.Ended submitted = attune.run("slurm", "submit", "study.yaml", "--set", setup);
        assertThat(submitted.code()).as(submitted.err()).isZero();
        assertThat(submitted.err())
                .contains("The Python environment is left to the job", "a line that is for nodes alone, touch ");
        assertThat(folder.resolve("done")).doesNotExist();
    }

    @Test
    void workersThatAreJobsNeedNoNetworkEither() throws Exception {
        Path wheel = DemoWheel.in(folder.resolve("network"));
        Process run = attune.start("run", "study.yaml", "--plain", "--set", "slurm.elastic={max: 1}");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> slurm.calls("sbatch").stream().anyMatch(call -> call.contains("--parsable")));
        Files.delete(wheel);
        slurm.settings("{\"running\": 1}");
        Attune.Ended ended = attune.finish(run);
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.err()).contains("The Python environment is ready");
        assertThat(ended.out()).contains("toy: 1 trial has ended.");
    }
}
