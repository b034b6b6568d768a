package org.attune.engine.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As {@code scontrol show job} of Slurm 22.05 has it. */
class EndingStateTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JobState=COMPLETING Reason=None Restarts=0 EndTime=2026-11-30T11:57:11 PreemptTime=None                | true  | CANCELLED
            JobState=COMPLETING Reason=None Restarts=0 EndTime=2026-11-30T11:57:11 PreemptTime=None                | false | COMPLETING
            JobState=COMPLETING Reason=None Restarts=0 EndTime=2026-11-30T11:57:12 PreemptTime=2026-11-30T11:57:12 | true  | PREEMPTED
            JobState=COMPLETING Reason=None Restarts=1 EndTime=Unknown                                             | true  | REQUEUED
            JobState=COMPLETING Reason=TimeLimit Restarts=0 EndTime=2026-11-30T11:57:12 PreemptTime=None           | true  | TIMEOUT
            JobState=RUNNING Reason=None Restarts=0 EndTime=2026-11-30T12:57:12 PreemptTime=None                   | true  | RUNNING
            JobState=PENDING Reason=BeginTime Restarts=1 EndTime=2026-11-30T12:07:37                               | true  | PENDING
            JobState=PREEMPTED Reason=None Restarts=0 EndTime=2026-11-30T11:57:12 PreemptTime=2026-11-30T11:57:12  | true  | PREEMPTED
            """)
    void whatBecomesOfAJob(String fields, boolean isTold, JobState state) {
        assertThat(EndingState.of(SlurmFields.parse("JobId=7 " + fields), isTold))
                .isEqualTo(state);
    }
}
