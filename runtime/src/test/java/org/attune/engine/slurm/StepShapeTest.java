package org.attune.engine.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepShapeTest {
    @TempDir
    Path folder;

    /** @param script whether in a batch script, else in salloc's shell */
    private static List<String> options(boolean script, int nodes, String... variables) {
        Map<String, String> environment =
                new HashMap<>(Map.of("SLURM_JOB_ID", "7", "SLURM_JOB_NUM_NODES", Integer.toString(nodes)));
        if (script) {
            environment.put("SLURM_CPUS_ON_NODE", "5");
        }
        for (String variable : variables) {
            environment.put(variable.split("=")[0], variable.split("=")[1]);
        }
        return StepShape.of(environment).stream()
                .flatMap(shape -> shape.options().stream())
                .toList();
    }

    @Test
    void isWhatTheScriptsHeaderAskedFor() {
        assertThat(options(
                        true,
                        4,
                        "SLURM_NTASKS=4",
                        "SLURM_NTASKS_PER_NODE=1",
                        "SLURM_CPUS_PER_TASK=5",
                        "SLURM_TASKS_PER_NODE=1(x4)",
                        "SLURM_JOB_CPUS_PER_NODE=5(x4)"))
                .containsExactly("--nodes=4", "--ntasks=4", "--ntasks-per-node=1", "--cpus-per-task=5");
        assertThat(options(true, 2, "SLURM_NTASKS=4", "SLURM_CPUS_PER_TASK=2"))
                .containsExactly("--nodes=2", "--ntasks=4", "--cpus-per-task=2");
    }

    @Test
    void whereNothingWasSaidOfTasksEachNodeHasOneWithAllThatEveryNodeHas() {
        assertThat(options(true, 2, "SLURM_TASKS_PER_NODE=5,3", "SLURM_JOB_CPUS_PER_NODE=5,3"))
                .containsExactly("--nodes=2", "--ntasks=2", "--ntasks-per-node=1", "--cpus-per-task=3");
    }

    @Test
    void tasksOfUnknownCpusShareTheirNode() {
        assertThat(options(true, 2, "SLURM_NTASKS=6", "SLURM_TASKS_PER_NODE=4,2", "SLURM_JOB_CPUS_PER_NODE=12,5"))
                .containsExactly("--nodes=2", "--ntasks=6", "--cpus-per-task=2");
        assertThat(options(true, 2, "SLURM_NTASKS=6")).containsExactly("--nodes=2", "--ntasks=6");
    }

    @Test
    void onOneNodeAScriptNeedsNoneButAShellThatIsNotOnItDoes() {
        assertThat(options(true, 1, "SLURM_CPUS_PER_TASK=5")).isEmpty();
        assertThat(options(false, 1, "SLURM_CPUS_PER_TASK=3"))
                .containsExactly("--nodes=1", "--ntasks=1", "--ntasks-per-node=1", "--cpus-per-task=3");
    }

    @Test
    void aTaskOfAStepHasNone() {
        assertThat(options(true, 4, "SLURM_STEP_ID=0", "SLURM_PROCID=0", "SLURM_CPUS_PER_TASK=5"))
                .isEmpty();
    }

    @Test
    void theShellThatSallocStartsOnTheFirstNodeIsNoTask() {
        assertThat(options(true, 2, "SLURM_STEP_ID=4294967290", "SLURM_PROCID=0", "SLURM_CPUS_PER_TASK=5"))
                .containsExactly("--nodes=2", "--ntasks=2", "--ntasks-per-node=1", "--cpus-per-task=5");
    }

    @Test
    void ofAJobOfSeveralPartsEachHasItsOwn() throws Exception {
        Path file = Path.of(
                StepShapeTest.class.getResource("environments/parts-script.txt").toURI());
        Map<String, String> script = RecordedEnvironment.read(file, folder).variables();
        assertThat(StepShape.of(script))
                .extracting(StepShape::options)
                .containsExactly(
                        List.of("--nodes=1", "--ntasks=1", "--ntasks-per-node=1", "--cpus-per-task=2"),
                        List.of("--nodes=1", "--ntasks=1", "--ntasks-per-node=1", "--cpus-per-task=1"));
    }

    @Test
    void outsideOfAJobThereIsNone() {
        assertThat(StepShape.of(Map.of())).isEmpty();
    }
}
