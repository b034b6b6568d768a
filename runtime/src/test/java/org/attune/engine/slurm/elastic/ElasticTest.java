package org.attune.engine.slurm.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.attune.engine.slurm.JobReason;
import org.attune.engine.slurm.JobState;
import org.attune.engine.slurm.elastic.Decision.Cancel;
import org.attune.engine.slurm.elastic.Decision.Dismiss;
import org.attune.engine.slurm.elastic.Decision.Nothing;
import org.attune.engine.slurm.elastic.Decision.Submit;
import org.attune.engine.slurm.elastic.WorkerJob.Use;
import org.junit.jupiter.api.Test;

class ElasticTest {
    private static final long SECOND = 1_000;
    private static final long IDLE = 300 * SECOND;
    private static final long NOW = 10_000 * SECOND;

    private final Elastic elastic = new Elastic(1, 4, IDLE);
    private final List<WorkerJob> jobs = new ArrayList<>();
    private Course course = Course.begin(1);

    private ElasticTest waits(String reason) {
        jobs.add(job(JobState.PENDING, reason, 0, Use.NONE, 0));
        return this;
    }

    private ElasticTest runs(Use use, long seconds) {
        jobs.add(job(JobState.RUNNING, "None", seconds, use, seconds));
        return this;
    }

    private WorkerJob job(JobState state, String reason, long seconds, Use use, long useSeconds) {
        return new WorkerJob(
                Integer.toString(jobs.size() + 1),
                state,
                JobReason.of(reason),
                reason,
                Optional.empty(),
                NOW - seconds * SECOND,
                use,
                NOW - useSeconds * SECOND,
                use == Use.BUSY);
    }

    private Decision wanting(int more) {
        Situation situation = new Situation(NOW, true, more, 0, jobs);
        course = course.look(situation, elastic.target(situation));
        return elastic.decide(situation, course);
    }

    /** After the surplus, if there is one, has lasted. */
    private Decision later(int more) {
        wanting(more);
        Situation situation = new Situation(NOW + 40 * SECOND, true, more, 0, jobs);
        course = course.look(situation, elastic.target(situation));
        return elastic.decide(situation, course);
    }

    @Test
    void asManyComeAsWhatWaitsCanUseWithinLimits() {
        assertThat(wanting(0)).as("the least").isEqualTo(new Submit(1));
        assertThat(wanting(3)).isEqualTo(new Submit(3));
        assertThat(wanting(Integer.MAX_VALUE)).isEqualTo(new Submit(4));
    }

    @Test
    void whatIsThereAndHasRoomCounts() {
        runs(Use.BUSY, 99).runs(Use.IDLE, 1).waits("Priority");
        assertThat(wanting(2)).isEqualTo(new Nothing(""));
        assertThat(wanting(3)).isEqualTo(new Submit(1));
    }

    @Test
    void oneThatHasNotLeftYetStillCountsAmongTheMost() {
        runs(Use.BUSY, 99);
        Situation situation = new Situation(NOW, true, 9, 2, jobs);
        assertThat(elastic.decide(situation, course)).isEqualTo(new Submit(1));
    }

    @Test
    void oneThatIsBeingMadeReadyIsNeitherIdleNorMissing() {
        runs(Use.PREPARING, 9_000).runs(Use.BUSY, 9_000);
        assertThat(later(1)).isEqualTo(new Nothing(""));
    }

    @Test
    void forOneThatTheStudyPassesOverAnotherComes() {
        runs(Use.PASSED_OVER, 10);
        assertThat(wanting(1)).isEqualTo(new Submit(1));
    }

    @Test
    void thoseThatWaitInTheQueueGoFirstWhenTheyAreNotNeededAnyMore() {
        runs(Use.BUSY, 99).waits("Priority").waits("Priority");
        assertThat(wanting(0)).as("it may be for a moment").isEqualTo(new Nothing(""));
        assertThat(later(0)).isEqualTo(new Cancel(List.of("2", "3"), false, "nothing waits that could use them"));
        assertThat(later(1)).isEqualTo(new Cancel(List.of("3"), false, "nothing waits that could use them"));
    }

    @Test
    void idleOnesGoAfterTheirTimeTheLongestIdleFirstButNotTheLast() {
        runs(Use.IDLE, 299).runs(Use.IDLE, 301).runs(Use.IDLE, 400);
        assertThat(wanting(0))
                .isEqualTo(new Dismiss(List.of("3", "2"), false, "there has been nothing to do for 5 min"));
        jobs.clear();
        runs(Use.IDLE, 9_000);
        assertThat(later(0)).isEqualTo(new Nothing(""));
        assertThat(later(1)).isEqualTo(new Dismiss(List.of("1"), true, "nothing that waits could run there"));
    }

    @Test
    void nothingMoreIsSubmittedWhileOneWaitsForALimitOfTheUser() {
        waits("QOSMaxJobsPerUserLimit");
        assertThat(wanting(4).why())
                .isEqualTo("no more worker jobs while one waits for a limit: QOSMaxJobsPerUserLimit");
    }

    @Test
    void aRefusalThatPassesIsWaitedForLongerEachTime() {
        course = course.refused(NOW - 10 * SECOND, "AssocMaxSubmitJobLimit", true);
        assertThat(wanting(2).why()).isEqualTo("the next worker job is not submitted yet: AssocMaxSubmitJobLimit");
        course = course.refused(NOW - 30 * SECOND, "AssocMaxSubmitJobLimit", true);
        assertThat(wanting(2)).isInstanceOf(Nothing.class);
        course = course.refused(NOW - 700 * SECOND, "AssocMaxSubmitJobLimit", true);
        assertThat(wanting(2)).isEqualTo(new Submit(2));
    }

    @Test
    void aRefusalThatStaysIsTheEndOfIt() {
        course = course.refused(NOW, "Invalid account", false);
        assertThat(wanting(2).why()).isEqualTo("no more worker jobs: Invalid account");
    }

    @Test
    void twoInARowThatEndAtOnceStopItAndThoseThatWaitAreCancelled() {
        ended(JobState.FAILED, 2, false, false, "job 8 failed");
        assertThat(wanting(2)).isInstanceOf(Submit.class);
        ended(JobState.COMPLETED, 2, true, false, "job 9 ended well");
        assertThat(wanting(2).why()).isEqualTo("no more worker jobs: two in a row ended at once: job 9 ended well");
        waits("Priority");
        assertThat(wanting(2)).isInstanceOf(Cancel.class);
    }

    @Test
    void betweenThemAWorkerThatStayedMakesItTwoOfTheirOwn() {
        ended(JobState.FAILED, 1, false, false, "");
        course = course.steady();
        ended(JobState.FAILED, 1, false, false, "");
        ended(JobState.TIMEOUT, 3600, true, true, "");
        assertThat(wanting(2)).isInstanceOf(Submit.class);
    }

    @Test
    void asLongAsAnotherWorksThoseThatEndAtOnceAreReplacedLaterEachTime() {
        runs(Use.BUSY, 60);
        wanting(1);
        for (int i = 0; i < 3; i++) {
            ended(JobState.FAILED, 1, false, false, "job 8 failed");
        }
        assertThat(wanting(1).why()).isEqualTo("the next worker job is not submitted yet: job 8 failed");
        assertThat(course.notBefore()).isGreaterThanOrEqualTo(NOW + 80 * SECOND);
    }

    @Test
    void oneThatFailsAfterItHasServedIsNotReplacedAtOnceAndTheNextAreWaitedForLonger() {
        ended(JobState.OUT_OF_MEMORY, 5, true, true, "job 8 took more memory than it had");
        assertThat(wanting(1).why()).contains("job 8 took more memory than it had");
        ended(JobState.FAILED, 90, true, true, "job 9 failed");
        assertThat(course.notBefore()).isGreaterThanOrEqualTo(NOW + 40 * SECOND);
        assertThat(course.proof()).as("twice as long as that one was there").isEqualTo(180 * SECOND);
        ended(JobState.FAILED, 7_200, true, true, "job 10 failed");
        assertThat(course.proof()).as("but not for ever").isEqualTo(600 * SECOND);
        assertThat(course.steady().backoff().failures()).isZero();
        assertThat(course.steady().proof()).isEqualTo(Course.STEADY);
    }

    private void ended(JobState state, long seconds, boolean worker, boolean served, String words) {
        course = course.ended(NOW, state, seconds * SECOND, worker, served, words);
    }

    @Test
    void whatTheMachineTookAwayIsReplacedButNotAtOnce() {
        ended(JobState.PREEMPTED, 1, false, false, "job 8 was preempted");
        assertThat(wanting(2).why()).contains("job 8 was preempted");
        for (int i = 0; i < 50; i++) {
            course = course.ended(NOW - 3_600 * SECOND, JobState.NODE_FAIL, SECOND, false, false, "");
        }
        assertThat(wanting(2)).isEqualTo(new Submit(2));
    }

    @Test
    void whatCanNeverBeginIsTakenBack() {
        waits("PartitionTimeLimit");
        assertThat(wanting(1))
                .isEqualTo(new Cancel(
                        List.of("1"),
                        true,
                        "PartitionTimeLimit: it asks for more time or nodes than its partition has"));
    }

    @Test
    void aJobWhoseWorkerNeverComesIsEnded() {
        runs(Use.NONE, 299);
        assertThat(wanting(1)).isEqualTo(new Nothing(""));
        jobs.clear();
        runs(Use.NONE, 300);
        assertThat(wanting(1))
                .isEqualTo(new Cancel(List.of("1"), true, "its worker did not reach the head within 5 minutes"));
    }

    @Test
    void aJobWhoseWorkerHasLostItsLinkIsNotEndedAtOnce() {
        jobs.add(job(JobState.RUNNING, "None", 9_000, Use.NONE, 10));
        assertThat(wanting(1)).isEqualTo(new Nothing(""));
        jobs.clear();
        jobs.add(job(JobState.RUNNING, "None", 9_000, Use.NONE, 300));
        assertThat(wanting(1)).isInstanceOf(Cancel.class);
    }

    @Test
    void norIsOneThatSlurmHasSuspended() {
        jobs.add(job(JobState.SUSPENDED, "None", 9_000, Use.NONE, 9_000));
        assertThat(wanting(1)).isEqualTo(new Nothing(""));
    }

    @Test
    void nothingIsSubmittedBeforeSlurmHasSaidWhatThereIs() {
        assertThat(elastic.decide(new Situation(NOW, false, 3, 0, List.of()), course))
                .isEqualTo(new Nothing(""));
    }

    @Test
    void howItStandsIsALine() {
        runs(Use.BUSY, 9).runs(Use.NONE, 1).waits("Priority").waits("Priority");
        ZoneId zone = ZoneId.of("UTC");
        Instant now = Instant.parse("2026-11-30T12:00:00Z");
        jobs.add(new WorkerJob(
                "9",
                JobState.PENDING,
                JobReason.RESOURCES,
                "Resources",
                Optional.of(now.plusSeconds(7_500)),
                0,
                Use.NONE,
                0,
                false));
        assertThat(StandingText.of(jobs, now, zone))
                .isEqualTo("2 worker jobs run; 2 wait: Priority (other jobs go first); "
                        + "1 waits: Resources (its nodes are not free yet), expected 14:05");
        assertThat(StandingText.of(jobs, now.minusSeconds(86_400), zone)).contains("expected 2026-11-30 14:05");
        assertThat(StandingText.of(List.of(), now, zone)).isEmpty();
    }
}
