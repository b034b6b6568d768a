package org.attune.cli.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.attune.engine.slurm.SlurmPlace;
import org.junit.jupiter.api.Test;

class StepTextTest {

    private static StepText text(Map<String, String> more) {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "HOME", "/home/me",
                "SLURM_JOB_ID", "7",
                "SLURM_STEP_ID", "0",
                "SLURM_PROCID", "0",
                "SLURM_STEP_NUM_TASKS", "4",
                "SLURM_STEP_NODELIST", "n[1-4]"));
        environment.putAll(more);
        SlurmPlace place = SlurmPlace.of(environment).orElseThrow();
        return new StepText(place, StepFolder.of(place, environment), environment);
    }

    @Test
    void namesAFewNodesAndCountsMany() {
        assertThat(text(Map.of()).begin()).isEqualTo("Step 0 of Slurm's job 7: 4 tasks on n1, n2, n3, n4.");
        assertThat(text(Map.of("SLURM_STEP_NODELIST", "n[001-100]", "SLURM_STEP_NUM_TASKS", "100"))
                        .begin())
                .isEqualTo("Step 0 of Slurm's job 7: 100 tasks on 100 nodes, n001 to n100.");
    }

    @Test
    void theTunnelGoesThroughTheMachineThatTheJobWasSubmittedOn() {
        assertThat(text(Map.of("USER", "me", "SLURM_SUBMIT_HOST", "login2")).tunnel("n1", 40123))
                .isEqualTo("From your own machine: ssh -N -L 40123:n1:40123 me@login2, beside it"
                        + " attune nodes --head localhost:40123 --key key.pem, with a copy of"
                        + " /home/me/.attune/slurm/7.0/key.pem.");
        assertThat(text(Map.of()).tunnel("n1", 40123)).contains(" USER@LOGIN-NODE,");
    }

    @Test
    void tellsOfPartsOfTheJobThatTheStepLeavesIdle() {
        Map<String, String> parts = new TreeMap<>(Map.of(
                "SLURM_HET_SIZE", "3",
                "SLURM_JOB_NODELIST_HET_GROUP_0", "n[1-2]",
                "SLURM_JOB_NODELIST_HET_GROUP_1", "n[3-4]",
                "SLURM_JOB_NODELIST_HET_GROUP_2", "g[1-2]"));
        assertThat(text(parts).idle())
                .contains(
                        "this job has several parts, and nothing runs on g1, g2: 'srun --het-group=0,1,2 attune ...' takes all of them, as does the command without srun.");
        parts.put("SLURM_STEP_NODELIST", "n[1-4],g2");
        assertThat(text(parts).idle()).isEmpty();
        assertThat(text(Map.of()).idle()).isEmpty();
    }

    @Test
    void warnsOfTasksThatHaveLessThanTheJobAskedFor() {
        StepText text = text(Map.of("SLURM_CPUS_PER_TASK", "5"));
        assertThat(text.warning(1))
                .hasValueSatisfying(warning -> assertThat(warning)
                        .startsWith("this task has 1 CPU, where the job asked for 5 a task.")
                        .contains("'srun --cpus-per-task=5 ...'"));
        assertThat(text.warning(2.5))
                .hasValueSatisfying(warning -> assertThat(warning).startsWith("this task has 2.5 CPUs,"));
        assertThat(text.warning(5)).isEmpty();
        assertThat(text(Map.of()).warning(1)).isEmpty();
        assertThat(text(Map.of("SLURM_CPUS_PER_TASK", "5", "SLURM_HET_SIZE", "2"))
                        .warning(1))
                .isEmpty();
        assertThat(text(Map.of("SLURM_CPUS_PER_TASK", "odd")).warning(1)).isEmpty();
    }
}
