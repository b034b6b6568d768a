package org.attune.engine.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobWordsTest {

    @ParameterizedTest
    @CsvSource({
        "None, NONE",
        "'', NONE",
        "Priority, PRIORITY",
        "Resources, RESOURCES",
        "Dependency, DEPENDENCY",
        "DependencyNeverSatisfied, DEPENDENCY_NEVER",
        "BeginTime, BEGIN_TIME",
        "JobHeldUser, HELD_BY_USER",
        "JobHeldAdmin, HELD_BY_ADMIN",
        "launch failed requeued held, HELD_AFTER_FAILURES",
        "JobHoldMaxRequeue, HELD_AFTER_FAILURES",
        "'ReqNodeNotAvail, UnavailableNodes:n[1-3]', NODES_NOT_AVAILABLE",
        "'Nodes required for job are DOWN, DRAINED or reserved for jobs in higher priority partitions', NODES_NOT_AVAILABLE",
        "PartitionTimeLimit, PARTITION_LIMIT",
        "PartitionDown, PARTITION_DOWN",
        "JobArrayTaskLimit, ARRAY_LIMIT",
        "QOSMaxJobsPerUserLimit, LIMIT_OF_QOS",
        "QOSMaxGRESPerUser, LIMIT_OF_QOS",
        "QOSMaxWallDurationPerJobLimit, LIMIT_OF_A_JOB",
        "QOSMaxCpuPerJobLimit, LIMIT_OF_A_JOB",
        "QOSMinCpuNotSatisfied, LIMIT_OF_A_JOB",
        "QOSGrpNodeLimit, LIMIT_OF_ALL_IN_QOS",
        "AssocGrpCPUMinutesLimit, LIMIT_OF_ACCOUNT",
        "AssocMaxJobsLimit, LIMIT_OF_ACCOUNT",
        "AssocMaxWallDurationPerJobLimit, LIMIT_OF_A_JOB",
        "MaxJobsPerAccount, LIMIT_OF_ACCOUNT",
        "Licenses, LICENSES",
        "BadConstraints, CANNOT_BE_MET",
        "InvalidQOS, NOT_ALLOWED",
        "SomethingOfSlurm27, OTHER"
    })
    void aReasonIsOfAKind(String text, JobReason reason) {
        assertThat(JobReason.of(text)).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, PENDING",
        "CANCELLED by 1000, CANCELLED",
        "CANCELLED+, CANCELLED",
        "RUNNING+COMPLETING, COMPLETING",
        "NODE_FAIL, NODE_FAIL",
        "OUT_OF_MEMORY, OUT_OF_MEMORY",
        "POWER_UP_NODE, UNKNOWN"
    })
    void aStateIsReadFromAllItsForms(String text, JobState state) {
        assertThat(JobState.of(text)).isEqualTo(state);
    }

    @Test
    void whatWillNeverBeginIsToldFromWhatComesByItself() {
        assertThat(JobReason.PRIORITY.isNever() || JobReason.PRIORITY.isOwnLimit())
                .isFalse();
        assertThat(JobReason.LIMIT_OF_QOS.isOwnLimit()).isTrue();
        assertThat(JobReason.PARTITION_LIMIT.isNever()).isTrue();
    }

    @Test
    void oneJobOfScontrolIsReadWithWhateverItsUserWroteInIt() {
        SlurmFields fields = SlurmFields.parse("JobId=12 JobName=scan of =three UserId=me(1000) JobState=COMPLETING "
                + "Reason=None NodeList=(null) BatchHost=n1 Command=/home/me/a b.sh JobState=FAILED");
        assertThat(fields.text("JobName")).contains("scan of =three");
        assertThat(fields.jobState()).isEqualTo(JobState.COMPLETING);
        assertThat(fields.text("NodeList")).isEmpty();
        assertThat(fields.text("Command")).contains("/home/me/a b.sh");
        assertThat(SlurmFields.parse("").isEmpty()).isTrue();
    }

    @Test
    void aLineOfTheQueueIsReadAndAnyOtherPassedOver() {
        QueuedJob job = QueuedJob.parse("12_[3-7]|PENDING|gpu|1764487200|N/A|N/A||Resources|a|b")
                .orElseThrow();
        assertThat(job.number()).isEqualTo(12);
        assertThat(job.name()).isEqualTo("a|b");
        assertThat(job.nodes()).isEmpty();
        assertThat(job.start()).isEmpty();
        assertThat(QueuedJob.parse("12+1|RUNNING|gpu|1|2|3|n[1-2]|None|x")
                        .orElseThrow()
                        .nodes())
                .hasSize(2);
        assertThat(QueuedJob.parse("CLUSTER: far")).isEmpty();
        assertThat(QueuedJob.parse("a|b|c|d|e|f|g|h|i")).isEmpty();
    }
}
