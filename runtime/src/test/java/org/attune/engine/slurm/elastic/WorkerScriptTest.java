package org.attune.engine.slurm.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecReader;
import org.attune.text.Json;
import org.junit.jupiter.api.Test;

class WorkerScriptTest {
    private static final String REST = "\"study\": \"s\", \"objective\": {\"metric\": \"loss\", \"mode\": \"min\"}, "
            + "\"space\": {\"n\": {\"type\": \"int\", \"low\": 1, \"high\": 4}}, \"trials\": 4, \"seed\": 1, "
            + "\"trainable\": {\"command\": [\"true\"]}";

    private static WorkerScript script(String resources, String slurm) {
        String text = "{" + REST + ", \"resources\": " + resources + ", \"slurm\": " + slurm + "}";
        @SuppressWarnings("unchecked")
        StudySpec spec = StudySpecReader.fromJson((Map<String, Object>) Json.parse(text));
        return new WorkerScript(spec.slurm().orElseThrow(), spec.resources());
    }

    private static JobOrder order(WorkerScript script) {
        return script.order("attune-s-1", Path.of("/opt/attune"), Path.of("/home/me/a b"));
    }

    @Test
    void whereTheSectionSaysNothingAJobIsForOneTrial() {
        WorkerScript script = script("{\"cpu\": 2, \"gpu\": 1, \"memory\": \"3GiB\"}", "{\"elastic\": {\"max\": 2}}");
        assertThat(order(script).options("", 1))
                .containsExactlyInAnyOrder(
                        "--nodes=1",
                        "--ntasks-per-node=1",
                        "--cpus-per-task=2",
                        "--gpus-per-node=1",
                        "--mem=3072M",
                        "--chdir=/home/me/a b/jobs",
                        "--job-name=attune-s-1",
                        "--output=/home/me/a b/jobs/%j.log");
        assertThat(script.trialsPerJob()).isEqualTo(1);
        assertThat(script.misfit()).isEmpty();
    }

    @Test
    void whatTheSectionSaysHoldsAndSeveralTrialsFit() {
        WorkerScript script = script(
                "{\"cpu\": 2}",
                "{\"nodes\": 4, \"ntasks_per_node\": 2, \"cpus_per_task\": 4, \"account\": \"phys\", \"partition\": [\"a\", \"b\"], \"elastic\": {\"max\": 2, \"nodes_per_job\": 2}}");
        assertThat(order(script).options("a,b", 3))
                .contains("--nodes=2", "--cpus-per-task=8", "--account=phys", "--array=1-3", "--partition=a,b")
                .doesNotContain("--nodes=4");
        assertThat(order(script).partitions()).isEqualTo(List.of("a,b"));
        assertThat(script.trialsPerJob()).isEqualTo(8);
        assertThat(order(script).script())
                .contains("exec srun --ntasks-per-node=1 --cpus-per-task=8 /opt/attune worker");
    }

    @Test
    void theScriptLoadsSetsUpAndIsAWorkerThatIsKnownByItsJob() {
        WorkerScript script = script(
                "{\"cpu\": 1}",
                "{\"modules\": [\"cuda/12.1\"], \"setup\": [\"source venv/bin/activate\"], \"elastic\": {\"max\": 2}}");
        assertThat(order(script).script().lines())
                .containsExactly(
                        "#!/bin/bash",
                        "module load cuda/12.1 || exit",
                        "source venv/bin/activate",
                        "job=${SLURM_ARRAY_JOB_ID:+${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID}",
                        "exec /opt/attune worker --cluster '/home/me/a b' --ends-with-head --label slurm_job=${job:-$SLURM_JOB_ID}");
    }

    @Test
    void theScriptTellsTheWorkerItsEndUnlessSlurmMayChooseIt() {
        String limited = "{\"time\": \"00:30:00\", \"elastic\": {\"max\": 2}}";
        assertThat(order(script("{\"cpu\": 1}", limited)).script())
                .contains("|| export ATTUNE_ALLOCATION_END=$(($(date +%s) - SECONDS + 1800))\n");
        String open = "{\"time\": \"00:30:00\", \"options\": {\"time-min\": \"10\"}, \"elastic\": {\"max\": 2}}";
        assertThat(order(script("{\"cpu\": 1}", open)).script()).doesNotContain("ATTUNE_ALLOCATION_END");
    }

    @Test
    void aTrialThatFitsIntoNoJobIsToldWithWhatToRaise() {
        String small = "{\"cpus_per_task\": 2, \"gpus_per_node\": \"a100:1\", \"elastic\": {\"max\": 2}}";
        assertThat(script("{\"cpu\": 4}", small).misfit().orElseThrow())
                .isEqualTo("a trial asks for 4 CPUs, and a worker job has 2. Raise cpus_per_task in the slurm section");
        assertThat(script("{\"cpu\": 1, \"gpu\": 2}", small).misfit().orElseThrow())
                .isEqualTo("a trial asks for 2 GPUs, and a worker job has 1. Raise gpus_per_node in the slurm section");
        assertThat(script("{\"cpu\": 1, \"labels\": {\"zone\": \"a\"}}", small).misfit())
                .isPresent();
    }

    @Test
    void aTrialOnSeveralNodesNeedsSeveralJobs() {
        WorkerScript script = script("{\"cpu\": 1, \"nodes\": 3}", "{\"elastic\": {\"max\": 6, \"nodes_per_job\": 2}}");
        assertThat(script.jobsPerTrial()).isEqualTo(2);
        assertThat(script.trialsPerJob()).isEqualTo(1);
    }
}
