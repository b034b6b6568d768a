package org.attune.engine.slurm.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.attune.engine.slurm.FakeSlurm;
import org.attune.engine.slurm.QueuedJob;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.elastic.WorkerJob.Use;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class WorkerJobsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String STAYS = "#!/bin/sh\nexec sleep 600\n";

    @TempDir
    Path folder;

    private FakeSlurm slurm;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Head head = new Head();
    private WorkerJobs jobs;

    /** What a head would say. */
    private static final class Head implements Workers {
        volatile int wanted;
        final Map<String, Use> uses = new ConcurrentHashMap<>();
        final AtomicInteger asked = new AtomicInteger();
        volatile Set<String> bad = Set.of();
        final Set<String> dismissed = ConcurrentHashMap.newKeySet();

        @Override
        public int wanted() {
            return wanted;
        }

        @Override
        public Map<String, Use> uses() {
            asked.incrementAndGet();
            return new HashMap<>(uses);
        }

        @Override
        public Set<String> badHosts() {
            return bad;
        }

        @Override
        public Set<String> dismiss(Collection<String> some, String why) {
            dismissed.addAll(some);
            return new HashSet<>(some);
        }
    }

    @BeforeEach
    void isThere() {
        slurm = new FakeSlurm(folder.resolve("slurm"));
    }

    @AfterEach
    void ends() {
        if (jobs != null) {
            jobs.close();
        }
        slurm.end();
    }

    private void begin(int min, int max, String script, String... partitions) {
        Path logs = folder.resolve("jobs");
        JobOrder order =
                new JobOrder("attune-s-1", List.of(partitions), List.of("--chdir=" + logs, "--time=10"), script, logs);
        jobs = WorkerJobs.begin(commands(), new Elastic(min, max, 1_000), order, head, lines::add);
    }

    private SlurmCommands commands() {
        return new SlurmCommands(slurm.environment(), Duration.ofSeconds(300), Duration.ofMillis(500));
    }

    private void awaitLine(String words) {
        await().atMost(LIMIT).until(() -> lines.stream().anyMatch(line -> line.contains(words)));
    }

    private long there() throws Exception {
        return commands().queue().look().jobs().stream()
                .filter(job -> !job.state().isOver())
                .count();
    }

    private int submitted() {
        return (int) slurm.calls("sbatch").stream()
                .filter(call -> !call.contains("test-only"))
                .count();
    }

    @Test
    void asManyAsAreWantedAreSubmittedAtOnceAndAllEndAtTheEnd() throws Exception {
        head.wanted = 9;
        begin(0, 3, STAYS);
        awaitLine("3 worker jobs run");
        assertThat(submitted()).isEqualTo(1);
        assertThat(there()).isEqualTo(3);
        jobs.close();
        await().atMost(LIMIT).until(() -> there() == 0);
        assertThat(commands().queue().look().jobs()).extracting(QueuedJob::id).containsExactly("1_1", "1_2", "1_3");
    }

    @Test
    void whatAKilledHeadLeftIsKnownAgainAndNotDoubled() throws Exception {
        Path logs = Files.createDirectories(folder.resolve("jobs"));
        List<String> options = List.of("--job-name=attune-s-1", "--chdir=" + logs);
        commands().submit(options, STAYS);
        commands().submit(List.of("--job-name=another", "--chdir=" + logs), STAYS);
        head.wanted = 1;
        begin(0, 3, STAYS);
        awaitLine("1 worker job runs");
        head.wanted = 2;
        awaitLine("2 worker jobs run");
        assertThat(submitted()).isEqualTo(3);
        jobs.close();
        await().atMost(LIMIT).until(() -> there() == 1);
    }

    @Test
    void twoThatEndAtOnceAreTheLastAndWhatTheyPrintedIsTold() {
        head.wanted = 2;
        begin(0, 4, "#!/bin/sh\necho no such module: cuda\nexit 3\n");
        awaitLine("no more worker jobs: two in a row ended at once");
        assertThat(lines).anyMatch(line -> line.contains("failed: no such module: cuda"));
        int before = submitted();
        head.wanted = 4;
        await().pollDelay(Duration.ofSeconds(3)).atMost(LIMIT).until(() -> true);
        assertThat(submitted()).isEqualTo(before).isEqualTo(1);
    }

    @Test
    void aControllerThatIsSilentAtTheEndIsNotWaitedForWithoutEnd() {
        head.wanted = 1;
        begin(0, 1, STAYS);
        awaitLine("1 worker job runs");
        slurm.fault("scancel", "{\"seconds\": 600}");
        jobs.close(Duration.ofSeconds(4));
        assertThat(lines).anyMatch(line -> line.contains("'scancel --name=attune-s-1' does it"));
        slurm.fault("scancel", "{\"times\": 0}");
    }

    @Test
    void oneThatFailsAfterTrialsRanThereIsNotReplacedAtOnce() {
        head.wanted = 1;
        begin(0, 2, STAYS);
        awaitLine("1 worker job runs");
        head.uses.put("1", Use.BUSY);
        head.wanted = 0;
        int asked = head.asked.get();
        await().atMost(LIMIT).until(() -> head.asked.get() >= asked + 2);
        head.uses.clear();
        slurm.end("1", "OUT_OF_MEMORY");
        awaitLine("worker job 1 took more memory than it had");
        head.wanted = 1;
        awaitLine("the next worker job is not submitted yet");
        assertThat(submitted()).isEqualTo(1);
    }

    @Test
    void oneThatIsPreemptedIsNotReplacedAtOnce() {
        head.wanted = 1;
        begin(0, 2, STAYS);
        awaitLine("1 worker job runs");
        slurm.end("1", "PREEMPTED");
        awaitLine("worker job 1 was preempted by another job");
        awaitLine("the next worker job is not submitted yet");
        assertThat(submitted()).isEqualTo(1);
    }

    @Test
    void aLimitIsShownInSlurmsWordsAndNotRunAgainst() throws Exception {
        slurm.fault(
                "sbatch",
                "{\"code\": 1, \"err\": \"sbatch: error: AssocMaxSubmitJobLimit\\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy\"}");
        head.wanted = 2;
        begin(0, 2, STAYS);
        awaitLine("Slurm takes no more now: sbatch: AssocMaxSubmitJobLimit; Batch job submission failed");
        await().pollDelay(Duration.ofSeconds(4)).atMost(LIMIT).until(() -> true);
        assertThat(submitted()).isEqualTo(1);
        assertThat(jobs.standing()).contains("not submitted yet: AssocMaxSubmitJobLimit");
    }

    @Test
    void aRefusalInOnePartitionLeavesTheOthersAndTheOneThatStartsFirstIsTaken() {
        slurm.settings("{\"estimates\": {\"long\": 9000, \"short\": 60, \"gpu\": 600}}");
        head.wanted = 1;
        begin(0, 1, STAYS, "long", "short", "gpu");
        awaitLine("worker job 1 is submitted to short");
        assertThat(slurm.calls("sbatch")).hasSize(4);
    }

    @Test
    void noMoreGoToANodeWhereTrialsFailUnlessThereIsNoOther() {
        head.wanted = 1;
        begin(0, 3, STAYS);
        awaitLine("1 worker job runs");
        head.bad = Set.of("n1", "a-machine-without-slurm");
        head.wanted = 2;
        awaitLine("worker job 2 is submitted");
        slurm.fault(
                "sbatch",
                "{\"code\": 1, \"times\": 1, \"err\": \"sbatch: error: Batch job submission failed: Requested node configuration is not available\"}");
        head.wanted = 3;
        awaitLine("worker job 3 is submitted");
        assertThat(slurm.calls("sbatch"))
                .extracting(call -> call.replaceAll("(?s).*(--exclude=\\S+).*|.*", "$1"))
                .containsExactly("", "--exclude=n1", "--exclude=n1", "");
    }

    @Test
    void idleOnesAreDismissed() {
        slurm.settings("{\"running\": 1, \"reason\": \"Priority\"}");
        head.wanted = 2;
        begin(0, 2, STAYS);
        awaitLine("1 worker job runs; 1 waits: Priority (other jobs go first)");
        head.uses.put("1_1", Use.IDLE);
        head.wanted = 0;
        await().atMost(LIMIT).until(() -> head.dismissed.contains("1_1"));
    }

    @Test
    void oneThatTheQueueDoesNotHaveYetIsNotReplaced() throws Exception {
        slurm.fault("squeue", "{\"code\": 0}");
        head.wanted = 1;
        begin(0, 2, STAYS);
        awaitLine("worker job 1 is submitted");
        await().pollDelay(Duration.ofSeconds(3)).atMost(LIMIT).until(() -> true);
        assertThat(lines).noneMatch(line -> line.contains("worker job 1 is gone"));
        slurm.fault("squeue", "{\"times\": 0}");
        awaitLine("1 worker job runs");
        assertThat(submitted()).isEqualTo(1);
    }

    @Test
    void aControllerThatDoesNotAnswerIsAskedLessOftenAndNothingIsDoubled() throws Exception {
        slurm.fault("squeue", "{\"code\": 1, \"err\": \"slurm_load_jobs error: Unable to contact slurm controller\"}");
        head.wanted = 1;
        begin(0, 2, STAYS);
        awaitLine("Slurm's controller does not answer: squeue");
        await().pollDelay(Duration.ofSeconds(5)).atMost(LIMIT).until(() -> true);
        assertThat(submitted()).isZero();
        await().atMost(LIMIT).until(() -> slurm.calls("squeue").size() >= 2);
        assertThat(slurm.calls("squeue")).hasSizeLessThanOrEqualTo(6);
        slurm.fault("squeue", "{\"seconds\": 2}");
        awaitLine("worker job 1 is submitted");
    }
}
