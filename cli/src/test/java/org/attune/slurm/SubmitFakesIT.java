package org.attune.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.attune.cli.Attune;
import org.attune.engine.slurm.FakeSlurm;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code attune slurm submit} and what follows, with commands of Slurm that do what cannot be provoked on a real one. */
@NeedsPython
@Timeout(300)
class SubmitFakesIT {
    private static final String QUICK = "echo \"attune: {{\\\"step\\\": 1, \\\"loss\\\": {x}}}\"";
    private static final long PATIENCE = Duration.ofMinutes(1).toNanos();

    @TempDir
    Path folder;

    private FakeSlurm slurm;
    private Attune attune;

    @BeforeEach
    void hasAFakeSlurm() throws IOException {
        slurm = new FakeSlurm(folder.resolve("slurm"));
        attune = attune(slurm.path());
    }

    private Attune attune(String path) {
        return new Attune(folder)
                .with("HOME", folder.toString())
                .with("PATH", path)
                .with("ATTUNE_CLASS_ARCHIVE", "off");
    }

    @AfterEach
    void nothingRunsOn() {
        slurm.end();
    }

    private void study(int trials, String command) throws IOException {
        attune.file(
                "study.yaml",
                "study: toy",
                "objective: {metric: loss, mode: min}",
                "space: {x: {type: float, low: 0, high: 1}}",
                "sampler: random",
                "trials: " + trials,
                "max_parallel: 1",
                "resources: {cpu: 1}",
                "stop: {step: 1}",
                "grace: 1s",
                "trainable: {command: [sh, -c, '" + command + "']}",
                "slurm: {cpus_per_task: 2, time: 10}");
    }

    private Map<?, ?> submit(String... options) {
        List<String> words = new ArrayList<>(List.of("slurm", "submit", "study.yaml", "--json"));
        words.addAll(List.of(options));
        Attune.Ended ended = attune.run(words.toArray(String[]::new));
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        return ended.json();
    }

    private List<Map<?, ?>> jobs() {
        return attune.run("slurm", "status", "--json").jsonLines();
    }

    private Map<?, ?> job(long number, Predicate<Map<?, ?>> until) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        List<Map<?, ?>> jobs = jobs();
        while (System.nanoTime() - end < 0) {
            for (Map<?, ?> job : jobs) {
                if (((Number) job.get("job")).longValue() == number && until.test(job)) {
                    return job;
                }
            }
            Thread.sleep(100);
            jobs = jobs();
        }
        throw new AssertionError("job " + number + " has not come there within a minute: " + jobs + " " + logs());
    }

    private String logs() {
        StringBuilder text = new StringBuilder();
        try (var files = Files.walk(folder.resolve("results"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".log")).toList()) {
                text.append("\n").append(file).append(":\n").append(Files.readString(file));
            }
        } catch (IOException e) {
            return "no logs";
        }
        return text.toString();
    }

    private static boolean is(Map<?, ?> job, String state) {
        return state.equals(job.get("state"));
    }

    private static boolean hasDone(Map<?, ?> job, int trials) {
        return ((Number) job.get("trials_done")).intValue() >= trials;
    }

    /** Where Slurm is installed, but knows of no controller, also on a machine that has one. */
    private Path withoutSlurm() throws IOException {
        Path node = Files.createDirectory(folder.resolve("node"));
        for (String command : List.of("sbatch", "squeue", "scancel")) {
            Path silent = node.resolve(command);
            Files.writeString(
                    silent, "#!/bin/sh\necho fatal: Could not establish a configuration source >&2; exit 1\n");
            silent.toFile().setExecutable(true);
        }
        return node;
    }

    @Test
    void aStudyIsSubmittedShownAndFollowed() throws Exception {
        study(3, QUICK);
        Attune.Ended said = attune.run("slurm", "submit", "study.yaml", "-N", "1", "--mail-type=END", "-t", "1-12");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("Job 1 of toy: 1 node with 2 CPUs, for 1d 12h at most.", "slurm logs toy -f");
        assertThat(folder.resolve("results/toy/slurm/1/job.sh"))
                .content()
                .contains("#SBATCH --nodes=1\n", "#SBATCH --mail-type=END\n", "#SBATCH --time=1-12:00:00\n")
                .doesNotContain("slurm link");

        Attune.Ended log = attune.run("slurm", "logs", "toy", "-f");
        assertThat(log.out()).as(log.err()).contains("toy: 3 trials have ended.");
        Map<?, ?> job = job(1, each -> is(each, "COMPLETED"));
        assertThat(job.get("trials_done")).isEqualTo(3L);
        assertThat(job.get("study_state")).isEqualTo("COMPLETED");
        assertThat(attune.run("slurm", "status", "1").out()).contains("ended well", "3 of 3 trials");

        Attune.Ended again = attune.run("slurm", "submit", "study.yaml");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("study 'toy' is over (trials), with 3 trials", "--set trials=6");
        assertThat(slurm.calls("sbatch")).hasSize(1);

        Attune.Ended more = attune.run("slurm", "submit", "study.yaml", "--dry-run", "-N", "1-3", "--set", "trials=30");
        assertThat(more.out())
                .as(more.err())
                .contains("Job        1 to 3 nodes, a worker on each", "Expected   some ", " of running, 27 steps of ")
                .contains(", as 3 took so far: over by ", "#SBATCH --nodes=1-3\n");
    }

    @Test
    void aStudyThatWaitsForItsFirstAllocationSaysSoAndIsCancelledByItsNumber() throws Exception {
        study(3, QUICK);
        slurm.settings("{\"running\": 0}");
        submit();
        Attune.Ended status = attune.run("status", "toy");
        assertThat(status.code()).as(status.err()).isZero();
        assertThat(status.out())
                .containsSubsequence(
                        "toy: submitted, not begun yet\n",
                        "Job 1: waits since ",
                        "(Resources); Slurm does not say when it will begin\n",
                        "Folder:");
        assertThat(attune.run("status", "toy", "--json").json().get("state")).isEqualTo("NOT_BEGUN");
        assertThat(attune.run("results", "toy").err())
                .contains("was submitted to Slurm and has not begun", "status toy");

        assertThat(attune.run("slurm", "cancel", "1").out()).isEqualTo("Cancelled 1 of toy.\n");
        assertThat(slurm.calls("scancel")).singleElement().asString().endsWith(" --name=toy 1");
        assertThat(attune.run("status", "toy").out())
                .contains("no job of it is left", "Go on with toy: ", " slurm submit " + folder.resolve("study.yaml"));
    }

    @Test
    void ofTwoWhoSubmitAtTheSameMomentOneIsRefusedAndADeadOneIsInNobodysWay() throws Exception {
        study(1, QUICK);
        slurm.fault("squeue", "{\"seconds\": 60, \"times\": 1}");
        Process dying = attune.start("slurm", "submit", "study.yaml");
        calls("squeue", 1);
        Attune.Ended refused = attune.run("slurm", "submit", "study.yaml");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("study 'toy' is being submitted at this moment by process " + dying.pid() + " on ")
                .doesNotContain("\tat ");
        dying.destroyForcibly().waitFor();

        slurm.fault("sbatch", "{\"seconds\": 5, \"times\": 1}");
        Process first = attune.start("slurm", "submit", "study.yaml");
        calls("sbatch", 1);
        assertThat(attune.run("slurm", "submit", "study.yaml").code()).isEqualTo(2);
        assertThat(attune.finish(first).code()).isZero();
        assertThat(slurm.calls("sbatch")).hasSize(1);
        assertThat(folder.resolve("results/toy/slurm")).isDirectoryNotContaining("glob:**/*.json");
    }

    @Test
    void aJobWhoseSubmitWasKilledAtSlurmsAnswerIsKnownToTheNext() throws Exception {
        study(1, QUICK);
        slurm.settings("{\"running\": 0}");
        slurm.fault("sbatch", "{\"kills\": true, \"times\": 1}");
        assertThat(attune.run("slurm", "submit", "study.yaml").code()).isEqualTo(137);
        assertThat(attune.run("slurm", "submit", "study.yaml").err())
                .contains("study 'toy' has a job already: 1 (waits)", "--dependency=afterany:1 another may follow");
        assertThat(attune.run("status", "toy").out()).contains("Job 1: waits since ");
        assertThat(attune.run("slurm", "cancel", "toy").out()).isEqualTo("Cancelled 1 of toy.\n");
        assertThat(submit().get("job")).isEqualTo(2L);
        assertThat(slurm.calls("sbatch")).hasSize(2);
    }

    private void calls(String command, int number) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        while (slurm.calls(command).size() < number) {
            assertThat(System.nanoTime()).as("waiting for " + command).isLessThan(end);
            Thread.sleep(20);
        }
    }

    @Test
    void oneAllocationGoesOnWhereTheOtherStoodAndTheLastOneIsNotNeeded() throws Exception {
        study(8, "test $ATTUNE_TRIAL -lt 2 -o -e " + folder + "/go || sleep 100; " + QUICK);
        submit("--budget", "60");
        job(2, job -> is(job, "PENDING"));
        assertThat(attune.run("slurm", "submit", "study.yaml").err())
                .contains("study 'toy' has a job already: 1 (runs)");
        job(1, job -> hasDone(job, 2));
        slurm.end("1", "TIMEOUT");
        Files.createFile(folder.resolve("go"));
        job(2, job -> "COMPLETED".equals(job.get("study_state")) && is(job, "COMPLETED"));

        assertThat(attune.run("results", "toy", "--format", "jsonl").jsonLines())
                .hasSize(8)
                .allSatisfy(trial -> assertThat(trial.get("state")).isEqualTo("COMPLETED"));
        String script = " " + folder.resolve("results/toy/slurm/1/job.sh");
        assertThat(slurm.calls("sbatch").stream().filter(call -> call.contains("--parsable")))
                .containsExactly(
                        "sbatch --parsable" + script,
                        "sbatch --parsable --dependency=afterany:1 --time=00:10:00" + script,
                        "sbatch --parsable --dependency=afterany:2 --time=00:10:00" + script);
        assertThat(slurm.calls("scancel")).singleElement().asString().endsWith(" --name=toy 3");
        assertThat(logs()).contains("Go on:      by itself, in job 2");
        assertThat(attune.run("slurm", "status", "toy").out())
                .contains("No job of toy follows: the study is over (trials).");
    }

    private void theStudyTellsOfItsJobs() throws IOException {
        assertThat(attune.run("status", "toy").out())
                .containsSubsequence("toy: running", "Job 1: runs", "Job 2: waits for the end of job 1", "Folder:");
        assertThat((List<?>) attune.run("status", "toy", "--json").json().get("jobs"))
                .extracting(job -> String.valueOf(((Map<?, ?>) job).get("state")))
                .containsExactly("RUNNING", "PENDING");
        slurm.fault("squeue", "{\"seconds\": 60, \"times\": 1}");
        Attune.Ended silent = attune.run("status", "toy");
        assertThat(silent.code()).isZero();
        assertThat(silent.out())
                .containsSubsequence("toy: running", "Job 1: not known", "jobs on Slurm do is not known", "Folder:");
    }

    @Test
    void twoAllocationsThatBringNothingAreTheLast() throws Exception {
        study(3, QUICK);
        submit("--budget", "10:00:00", "--", "--no-such-option");
        Attune.Ended log = attune.run("slurm", "logs", "toy", "-f");
        assertThat(log.out()).as(log.err()).contains("jobs 1 and 2 brought no report and no end of a trial");
        assertThat(jobs()).noneMatch(job -> is(job, "RUNNING") || is(job, "PENDING"));
        assertThat(slurm.calls("srun")).hasSize(2);
    }

    @Test
    void whoCancelsMeansAllAndMaySubmitAnew() throws Exception {
        study(4, "test -e " + folder + "/go || sleep 100; " + QUICK);
        submit("--budget", "60");
        job(2, job -> is(job, "PENDING"));
        job(1, job -> "RUNNING".equals(job.get("study_state")));
        theStudyTellsOfItsJobs();
        Path full = folder.resolve("results/toy/slurm/1/stopped");
        Files.createSymbolicLink(full, folder.resolve("nowhere/stopped")); // nothing can be written there
        Attune.Ended cancelled = attune.run("slurm", "cancel", "toy");
        assertThat(cancelled.out()).isEqualTo("Cancelled 1, 2 of toy.\n");
        assertThat(cancelled.err()).contains("that none is to follow cannot be written down (" + full);
        Files.delete(full);
        job(1, job -> is(job, "CANCELLED"));
        assertThat(slurm.calls("srun")).hasSize(1);
        assertThat(attune.run("slurm", "cancel", "2").out()).isEqualTo("No job of toy waits or runs.\n");

        Files.createFile(folder.resolve("go"));
        submit("--budget", "60");
        job(3, job -> "COMPLETED".equals(job.get("study_state")));
    }

    @Test
    void aSlowControllerDelaysNothingAndIsNotAskedAgainAtOnce() throws Exception {
        study(3, QUICK);
        slurm.settings("{\"running\": 0}");
        submit("--budget", "60");
        slurm.fault(
                "sbatch",
                "{\"seconds\": 2, \"code\": 1, \"err\": \"sbatch: error: Unable to contact slurm controller\"}");
        slurm.settings("{}");
        job(1, job -> "COMPLETED".equals(job.get("study_state")) && is(job, "COMPLETED"));
        assertThat(slurm.calls("sbatch")).hasSize(2);
    }

    @Test
    void nodesWithoutSlurmsCommandsAreRememberedAndAllIsSubmittedAhead() throws Exception {
        Path node = withoutSlurm();
        Path srun = node.resolve("srun");
        Files.writeString(
                srun,
                "#!/bin/sh\necho $ATTUNE_ALLOCATION_END > " + folder
                        + "/end\nwhile [ \"${1#--}\" != \"$1\" ]; do shift; done\nexec \"$@\"\n");
        srun.toFile().setExecutable(true);
        study(2, QUICK);
        String blind = "slurm.setup=[\"export PATH=" + node + ":" + System.getenv("PATH") + "\"]";
        long before = Instant.now().getEpochSecond();
        submit("--budget", "30", "--set", blind);
        job(1, job -> "COMPLETED".equals(job.get("study_state")));
        assertThat(Long.parseLong(Files.readString(folder.resolve("end")).strip()))
                .isBetween(before + 598, Instant.now().getEpochSecond() + 600);
        assertThat(logs()).contains("no allocation follows this one: there is no Slurm here");
        assertThat(folder.resolve(".attune/slurm/nodes-without-sbatch")).exists();

        assertThat(submit("--budget", "25", "--set", "trials=4", "--set", blind).get("jobs"))
                .hasToString("[2, 3, 4]");
        String script = " " + folder.resolve("results/toy/slurm/2/job.sh");
        assertThat(slurm.calls("sbatch"))
                .contains(
                        "sbatch --parsable --dependency=afterany:2 --time=00:10:00" + script,
                        "sbatch --parsable --dependency=afterany:3 --time=00:05:00" + script);
        job(4, job -> is(job, "COMPLETED") && hasDone(job, 4));
        assertThat(logs()).contains("the study is over (trials): nothing is left to do.");
    }

    @Test
    void withoutSlurmTheRestIsShownAndSubmittingSaysWhatIsMissing() throws Exception {
        study(3, QUICK);
        attune.with("PATH", withoutSlurm() + ":/usr/bin:/bin");
        Attune.Ended dry = attune.run("slurm", "submit", "study.yaml", "--dry-run", "--budget", "1:00:00");
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains(
                        "Job        1 node, a worker on each with 2 CPUs",
                        "Parallel   1 at once (max_parallel)",
                        "Cost       1 node-hour at most: 6 allocations",
                        "Begins     not known: there is no Slurm here",
                        "slurm link");
        Attune.Ended submit = attune.run("slurm", "submit", "study.yaml");
        assertThat(submit.code()).isEqualTo(2);
        assertThat(submit.err()).contains("there is no Slurm here").doesNotContain("\tat ");
        assertThat(folder.resolve("results/toy")).doesNotExist();
    }

    @Test
    void aJobInWhichNoTrialFitsIsRefusedBeforeItWaits() throws Exception {
        study(3, QUICK);
        Attune.Ended ended = attune.run("slurm", "submit", "study.yaml", "--set", "resources.gpu=1");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .contains("no trial fits on a worker of this job: it has 2 CPUs, and a trial takes 1 CPU, 1 GPU.");
        assertThat(slurm.calls("sbatch")).isEmpty();
    }
}
