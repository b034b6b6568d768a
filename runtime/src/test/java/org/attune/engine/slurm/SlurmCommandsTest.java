package org.attune.engine.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.engine.slurm.SlurmProblem.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SlurmCommandsTest {
    private static final String SCRIPT = "#!/bin/sh\n";

    @TempDir
    Path folder;

    private FakeSlurm slurm;
    private SlurmCommands commands;

    @BeforeEach
    void isThere() {
        slurm = new FakeSlurm(folder);
        commands = new SlurmCommands(slurm.environment());
    }

    @AfterEach
    void ends() {
        slurm.end();
    }

    private SlurmProblem problem(Question question) {
        return catchThrowableOfType(SlurmProblem.class, question::ask);
    }

    private interface Question {
        void ask() throws Exception;
    }

    private long submit(String script, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--chdir=" + folder);
        return commands.submit(all, script);
    }

    private QueuedJob awaited(String id, JobState state) throws Exception {
        for (int i = 0; i < 600; i++) {
            List<QueuedJob> jobs =
                    new SlurmCommands(slurm.environment()).queue().look().jobs();
            for (QueuedJob job : jobs) {
                if (job.id().equals(id) && job.state() == state) {
                    return job;
                }
            }
            Thread.sleep(100);
        }
        throw new AssertionError(id + " did not become " + state);
    }

    @Test
    void aJobIsSubmittedSeenAndCancelled() throws Exception {
        slurm.settings("{\"running\": 1, \"reason\": \"QOSMaxJobsPerUserLimit\"}");
        assertThat(submit(SCRIPT + "exec sleep 600\n", "--job-name=a|b c", "--partition=long"))
                .isEqualTo(1);
        assertThat(submit(SCRIPT, "--array=3-4")).isEqualTo(2);
        List<QueuedJob> jobs = commands.queue().look().jobs();
        assertThat(jobs).extracting(QueuedJob::id).containsExactly("1", "2_3", "2_4");
        assertThat(jobs).extracting(QueuedJob::number).containsExactly(1L, 2L, 2L);
        assertThat(jobs.get(0).name()).isEqualTo("a|b c");
        assertThat(jobs.get(0).partition()).isEqualTo("long");
        assertThat(jobs.get(0).state()).isEqualTo(JobState.RUNNING);
        assertThat(jobs.get(0).start().orElseThrow()).isBetween(Instant.now().minusSeconds(100), Instant.now());
        assertThat(jobs.get(1).state()).isEqualTo(JobState.PENDING);
        assertThat(jobs.get(1).reason()).isEqualTo(JobReason.LIMIT_OF_QOS);
        commands.cancel(List.of("2_3", "1", "99"), Optional.empty());
        awaited("1", JobState.CANCELLED);
        awaited("2_3", JobState.CANCELLED);
        awaited("2_4", JobState.COMPLETED);
    }

    @Test
    void howAJobEndedIsTold() throws Exception {
        submit(SCRIPT + "exit 3\n");
        assertThat(awaited("1", JobState.FAILED).state().isLoss()).isFalse();
        assertThat(commands.job("1").get(0).text("ExitCode")).contains("3:0");
        submit(SCRIPT + "exec sleep 600\n");
        awaited("2", JobState.RUNNING);
        slurm.end("2", "PREEMPTED");
        assertThat(awaited("2", JobState.PREEMPTED).state().isLoss()).isTrue();
        assertThat(commands.job("77")).isEmpty();
    }

    @Test
    void theStartThatSlurmExpectsIsRead() throws Exception {
        slurm.settings("{\"estimates\": {\"short\": 3600}}");
        StartEstimate estimate = commands.expectedStart(List.of("--partition=short"), SCRIPT);
        assertThat(estimate.start())
                .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3601));
        assertThat(estimate.nodes()).containsExactly("n1");
        assertThat(slurm.calls("squeue")).isEmpty();
    }

    @Test
    void habitsOfTheUserAndTheJobAroundChangeNothing() throws Exception {
        Map<String, String> environment = slurm.environment();
        environment.put("SQUEUE_FORMAT", "%i");
        environment.put("SLURM_TIME_FORMAT", "relative");
        environment.put("SLURM_JOB_ID", "7");
        environment.put("SLURM_MEM_PER_CPU", "100");
        environment.put("CUDA_VISIBLE_DEVICES", "3");
        environment.put("SBATCH_ACCOUNT", "physics");
        environment.put("ATTUNE_ALLOCATION_END", "1790000000");
        commands = new SlurmCommands(environment);
        submit(SCRIPT + "env > seen\n");
        assertThat(commands.queue().look().jobs().get(0).submitted()).isPresent();
        awaited("1", JobState.COMPLETED);
        assertThat(Files.readAllLines(folder.resolve("seen")))
                .contains("SBATCH_ACCOUNT=physics", "SLURM_JOB_ID=1")
                .noneMatch(line -> line.startsWith("SLURM_MEM") || line.startsWith("CUDA") || line.startsWith("SQUEUE"))
                .noneMatch(line -> line.startsWith("ATTUNE_ALLOCATION_END"));
    }

    @Test
    void whatASiteSaysBeforeTheNumberIsPassedOver() throws Exception {
        Path site = Files.createDirectory(folder.resolve("site"));
        Path sbatch = site.resolve("sbatch");
        Files.writeString(
                sbatch,
                "#!/bin/sh\necho '--> Welcome to the 1st cluster'\necho\n\"" + folder.resolve("bin/sbatch")
                        + "\" \"$@\" | sed 's/$/;main/'\n");
        assertThat(sbatch.toFile().setExecutable(true)).isTrue();
        Map<String, String> environment = slurm.environment();
        environment.put("PATH", site + ":" + environment.get("PATH"));
        commands = new SlurmCommands(environment);
        assertThat(submit(SCRIPT)).isEqualTo(1);
    }

    @Test
    void whereThereIsNoSlurmThatIsSaid() {
        slurm.remove("sbatch");
        commands = new SlurmCommands(slurm.environmentOfItsOwn());
        assertThat(commands.areThere()).isFalse();
        SlurmProblem problem = problem(() -> commands.submit(List.of(), SCRIPT));
        assertThat(problem.kind()).isEqualTo(Kind.ABSENT);
        assertThat(problem).hasMessage("there is no Slurm here: sbatch: there is no such command in PATH");
    }

    @Test
    void aSlowControllerIsWaitedForButNotForEver() throws Exception {
        slurm.fault("sbatch", "{\"seconds\": 3, \"times\": 1}");
        assertThat(submit(SCRIPT)).isEqualTo(1);
        slurm.fault("sbatch", "{\"seconds\": 600}");
        commands = new SlurmCommands(slurm.environment(), Duration.ofSeconds(1), JobQueue.PERIOD);
        SlurmProblem problem = problem(() -> commands.submit(List.of(), SCRIPT));
        assertThat(problem.kind()).isEqualTo(Kind.NO_ANSWER);
        assertThat(problem.words()).isEqualTo("no answer within 1 s");
    }

    @Test
    void whatSlurmSaysIsToldAndSortedByWhatThereIsToDo() {
        said("sbatch: error: Batch job submission failed: Socket timed out on send/recv operation", Kind.NO_ANSWER);
        said(
                "sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)",
                Kind.NO_ANSWER);
        said("sbatch: error: Slurm temporarily unable to accept job, sleeping and retrying", Kind.LIMITED);
        said(
                "sbatch: error: QOSMaxSubmitJobPerUserLimit\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
                Kind.LIMITED);
        said(
                "sbatch: error: QOSMaxWallDurationPerJobLimit\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
                Kind.REFUSED);
        said("sbatch: error: Batch job submission failed: Requested node configuration is not available", Kind.REFUSED);
        said(
                "sbatch: error: Batch job submission failed: Invalid account or account/partition combination specified",
                Kind.REFUSED);
        said("sbatch: fatal: Could not establish a configuration source", Kind.ABSENT);
        said("", Kind.UNCLEAR);
    }

    private void said(String words, Kind kind) {
        slurm.fault("sbatch", "{\"code\": 1, \"err\": \"" + words.replace("\n", "\\n") + "\"}");
        SlurmProblem problem = problem(() -> commands.submit(List.of(), SCRIPT));
        assertThat(problem.kind()).as(words).isEqualTo(kind);
        assertThat(problem.words()).doesNotContain("sbatch:", "\n");
    }

    @Test
    void howeverManyAskTheQueueSlurmIsAskedOnce() throws Exception {
        slurm.fault("squeue", "{\"seconds\": 1}");
        Thread[] askers = new Thread[8];
        for (int i = 0; i < askers.length; i++) {
            askers[i] = new Thread(() -> problem(() -> commands.queue().look()));
            askers[i].start();
        }
        for (Thread asker : askers) {
            asker.join();
        }
        commands.queue().look();
        assertThat(slurm.calls("squeue")).hasSize(1);
    }

    @Test
    void partitionsAreRead() throws Exception {
        slurm.settings(
                "{\"sinfo\": \"gpu|up|1-00:00:00|2|idle|64+|512000|gpu:a100:4\\nold|inact|infinite|1|down*|8|1|(null)\"}");
        assertThat(commands.partitions())
                .containsExactly(
                        new Partition("gpu", true, "1-00:00:00", 2, "idle", 64, 512000, "gpu:a100:4"),
                        new Partition("old", false, "infinite", 1, "down*", 8, 1, ""));
    }

    @Test
    void timesAreReadInSecondsAndInTheZoneOfThisMachine() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        assertThat(SlurmWords.time(Long.toString(now.getEpochSecond()))).contains(now);
        assertThat(SlurmWords.time(
                        LocalDateTime.ofInstant(now, ZoneId.systemDefault()).toString()))
                .contains(now);
        assertThat(SlurmWords.time("N/A")).isEmpty();
    }
}
