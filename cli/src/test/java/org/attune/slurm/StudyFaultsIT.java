package org.attune.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.attune.study.Cause;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What befalls jobs and nodes of a real Slurm while studies are in their middle: several at once, each with a fault of its own. */
@ExtendWith(TestSlurm.class)
@NeedsPython
@Timeout(300)
class StudyFaultsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SOUND = "options: {exclude: n4}";

    @TempDir
    static Path home;

    private static HaltingStudy cancelled;
    private static HaltingStudy requeued;
    private static HaltingStudy drained;
    private static HaltingStudy crashed;
    private static HaltingStudy unwatched;

    @BeforeAll
    static void allOfItHappens() throws Exception {
        cancelled = new HaltingStudy(home, "cancelled", SOUND);
        requeued = new HaltingStudy(home, "requeued", SOUND + ", budget: 60");
        drained = new HaltingStudy(home, "drained", "options: {nodelist: 'n[1-2]'}");
        crashed = new HaltingStudy(home, "crashed", "options: {nodelist: 'n[3-4]'}");
        unwatched = new HaltingStudy(home, "unwatched", SOUND);
        List<HaltingStudy> all = List.of(requeued, cancelled, drained, crashed, unwatched);
        all.forEach(HaltingStudy::submit);
        all.forEach(HaltingStudy::isSubmitted);
        all.forEach(HaltingStudy::awaitHalf);

        TestSlurm.shell("scontrol requeue " + requeued.job());
        TestSlurm.shell("scancel " + cancelled.job());
        TestSlurm.shell("scontrol update nodename=n2 state=drain reason=test");
        TestSlurm.node("crash", "n4");
        drained.goOn();
        crashed.goOn();
        for (HaltingStudy ended : List.of(requeued, cancelled)) {
            ended.awaitHead(false);
            ended.goOn();
        }
        awaitJob(cancelled.job(), "JobState=CANCELLED");
        cancelled.submit();
        cancelled.isSubmitted();

        TestSlurm.stopController();
        unwatched.goOn();
        unwatched.awaitEnd();
        TestSlurm.startController();
    }

    @Test
    void aStudyWhoseJobWasCancelledGoesOnByTheSameCommand() throws Exception {
        cancelled.isWhole();
        assertThat(cancelled.interruptions()).containsExactly(Cause.PREEMPTED, Cause.PREEMPTED);
        awaitJob(cancelled.job(), "JobState=COMPLETED");
    }

    @Test
    void aJobThatIsRequeuedGoesOnWithItsStudy() throws Exception {
        requeued.isWhole();
        assertThat(requeued.interruptions()).containsExactly(Cause.PREEMPTED, Cause.PREEMPTED);
        awaitJob(requeued.job(), "JobState=COMPLETED", "Restarts=1");
        assertThat(TestSlurm.shell("squeue -h -n requeued")).isEmpty();
    }

    @Test
    void aNodeThatIsDrainedEndsNothingThatRunsThere() throws Exception {
        drained.isWhole();
        assertThat(drained.interruptions()).isEmpty();
        awaitJob(drained.job(), "JobState=COMPLETED");
    }

    @Test
    void whenANodeCrashesItsTrialsGoOnOnTheOthers() throws Exception {
        crashed.isWhole();
        assertThat(crashed.interruptions()).containsExactly(Cause.NODE_LOST);
        awaitJob(crashed.job(), "JobState=COMPLETED");
    }

    @Test
    void aStudyThatEndsWhileTheControllerIsAwayHasEndedWell() throws Exception {
        unwatched.isWhole();
        assertThat(unwatched.interruptions()).isEmpty();
        awaitJob(unwatched.job(), "JobState=COMPLETED");
    }

    private static void awaitJob(String job, String... said) {
        await("job " + job)
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(TestSlurm.shell("scontrol show job " + job)).contains(said));
    }
}
