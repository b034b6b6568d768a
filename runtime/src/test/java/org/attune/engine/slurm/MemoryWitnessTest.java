package org.attune.engine.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryWitnessTest {

    @ParameterizedTest(name = "{0} {1} {3}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
            FAILED        | 1 | slurmstepd: error: Step 7.0 exceeded memory limit (612 > 150), being killed        | n1 | OUT_OF_MEMORY
            COMPLETED     | 1 | slurmstepd: error: Detected 1 oom_kill event in StepId=7.batch. Some of the step tasks have been OOM Killed. | n1 | OUT_OF_MEMORY
            FAILED        | 1 | Traceback (most recent call last):                                                 | n1 | FAILED
            FAILED        | 1 |                                                                                    | n1 | FAILED
            PREEMPTED     | 1 | slurmstepd: error: Detected 1 oom-kill event(s) in step 7.0 cgroup.                | n1 | PREEMPTED
            OUT_OF_MEMORY | 1 |                                                                                    | n1 | OUT_OF_MEMORY
            RUNNING       | 4 | srun: error: n2: task 1: Out Of Memory                                             | n2 | OUT_OF_MEMORY
            RUNNING       | 4 | srun: error: n2: task 1: Out Of Memory                                             | n3 | RUNNING
            FAILED        | 1 | slurmstepd-n1: error: StepId=1.batch exceeded memory limit (429752320 > 157286400), being killed | n1 | OUT_OF_MEMORY
            RUNNING       | 2 | slurmstepd-n2: error: StepId=2.0 exceeded memory limit (279400448 > 157286400), being killed | n2 | OUT_OF_MEMORY
            RUNNING       | 2 | slurmstepd-n1: error: Exceeded job memory limit                                    | n1 | RUNNING
            RUNNING       | 4 | srun: error: n2-gpu: task 1: Out Of Memory                                         | n2 | RUNNING
            RUNNING       | 4 | srun: error: n2: task 1: Killed                                                    | n2 | RUNNING
            """)
    void whatBecameOfAJob(JobState state, int nodes, String output, String host, JobState seen) {
        SlurmFields job = SlurmFields.parse("JobId=7 JobState=" + state + " NumNodes=" + nodes);
        List<String> lines = output == null ? List.of() : List.of("training", output, "slurmstepd: error: *** ***");
        assertThat(MemoryWitness.state(job, state, lines, host)).isEqualTo(seen);
    }
}
