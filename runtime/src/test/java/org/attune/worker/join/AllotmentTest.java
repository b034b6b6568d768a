package org.attune.worker.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.attune.machine.Machine;
import org.attune.machine.Machines;
import org.attune.wire.Grants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a worker may give away, and where each number is from. */
class AllotmentTest {
    private static final Machine MACHINE =
            Machines.of(Machines.cpus(8, 2, 64), List.of("0", "1", "2", "3"), 64_000_000_000L, 1_260);

    private static Grants grants(Map<String, String> environment, Caps caps) {
        Allotment.Here here = new Allotment.Here("n7", List.of("10.0.0.7"), 4711);
        Allotment allotment = Allotment.of(MACHINE, environment, caps, here);
        assertThat(allotment.machine().gpus().ids())
                .isEqualTo(allotment.grants().gpus());
        assertThat(allotment.machine().cpus().ids())
                .as("bound to no other CPUs")
                .isEqualTo(MACHINE.cpus().ids());
        return allotment.grants();
    }

    private static Grants inSlurm(String... variables) {
        Map<String, String> environment = new HashMap<>(Map.of("SLURM_JOB_ID", "7", "SLURM_PROCID", "0"));
        for (String variable : variables) {
            environment.put(variable.split("=")[0], variable.split("=")[1]);
        }
        return grants(environment, Caps.none());
    }

    private static Caps caps(double cpus, List<String> gpus, long memory) {
        return new Caps(
                OptionalDouble.of(cpus),
                Optional.of(gpus),
                OptionalLong.of(memory),
                Map.of("licence", 2.0),
                Map.of("zone", "a"));
    }

    @Test
    void isAllThatTheSystemGrantsWhereNobodyLowersIt() {
        Grants grants = grants(Map.of(), Caps.none());
        assertThat(grants.cpu()).isEqualTo(8);
        assertThat(grants.gpus()).containsExactly("0", "1", "2", "3");
        assertThat(grants.memory()).isEqualTo(64_000_000_000L);
        assertThat(grants.attempts()).isEqualTo(200);
        assertThat(grants.until()).isEmpty();
        assertThat(grants.sources())
                .containsEntry("cpu", "8 CPUs of this machine's 64 by affinity")
                .containsEntry("gpu", "4 GPUs by nvidia-smi")
                .containsEntry("memory", "64.0 GB of this machine")
                .containsEntry("attempts", "200 trials at once by 'ulimit -n'");
    }

    @Test
    void peopleLowerItAndNeverRaiseIt() {
        Grants less = grants(Map.of(), caps(2.5, List.of("3"), 1_000_000_000L));
        assertThat(less.cpu()).isEqualTo(2.5);
        assertThat(less.gpus()).containsExactly("3");
        assertThat(less.memory()).isEqualTo(1_000_000_000L);
        assertThat(less.custom()).containsEntry("licence", 2.0);
        assertThat(less.labels()).containsEntry("zone", "a");
        assertThat(less.sources())
                .containsEntry("cpu", "2.5 CPUs by --cpus")
                .containsEntry("gpu", "1 GPU by --gpus")
                .containsEntry("licence", "by --resource");
        Grants more = grants(Map.of(), caps(99, List.of("0"), Long.MAX_VALUE));
        assertThat(more.cpu()).isEqualTo(8);
        assertThat(more.memory()).isEqualTo(64_000_000_000L);
        assertThatThrownBy(() -> grants(Map.of(), caps(1, List.of("7"), 1)))
                .hasMessage("--gpus names the device '7', but there are 4 GPUs by nvidia-smi: 0,1,2,3.");
    }

    /** A job's script has all of its node, what {@code srun} started has what is for one task; no variable adds anything. */
    @ParameterizedTest
    @CsvSource({
        "SLURM_CPUS_ON_NODE=4, SLURM_CPUS_PER_TASK=2, 4",
        "SLURM_STEP_ID=0,      SLURM_CPUS_PER_TASK=2, 2",
        "SLURM_STEP_ID=0,      SLURM_CPUS_ON_NODE=4,  4",
        "SLURM_CPUS_ON_NODE=64, SLURM_STEP_ID=0,      8",
        "SLURM_CPUS_ON_NODE=x, SLURM_STEP_ID=0,       8"
    })
    void slurmsJobBoundsTheCpus(String first, String second, double cpus) {
        assertThat(inSlurm(first, second, "CUDA_VISIBLE_DEVICES=0").cpu()).isEqualTo(cpus);
    }

    @Test
    void slurmsJobBoundsTheMemory() {
        assertThat(inSlurm("SLURM_MEM_PER_NODE=1000").memory()).isEqualTo(1000L << 20);
        assertThat(inSlurm("SLURM_MEM_PER_CPU=100", "SLURM_CPUS_ON_NODE=4").memory())
                .isEqualTo(400L << 20);
        assertThat(inSlurm("SLURM_MEM_PER_NODE=0").memory()).isEqualTo(64_000_000_000L);
        assertThat(inSlurm("SLURM_MEM_PER_NODE=999999999").memory()).isEqualTo(64_000_000_000L);
    }

    @Test
    void devicesThatSlurmDidNotGiveAreNotTaken() {
        assertThat(inSlurm("SLURM_JOB_GPUS=1-2").gpus()).containsExactly("1", "2");
        assertThat(inSlurm("SLURM_STEP_GPUS=3", "SLURM_JOB_GPUS=0-3").gpus()).containsExactly("3");
        assertThat(inSlurm("SLURM_JOB_GPUS=4,5").gpus())
                .as("counted otherwise here")
                .containsExactly("0", "1");
        assertThat(inSlurm("SLURM_JOB_GPUS=2", "CUDA_VISIBLE_DEVICES=0").gpus())
                .as("what is visible is asked before")
                .hasSize(4);
        assertThat(inSlurm().gpus()).isEmpty();
        assertThat(inSlurm().sources()).containsEntry("gpu", "0 GPUs of Slurm's job, which asked for none");
    }

    @Test
    void knowsWhenSlurmsJobEnds() {
        Grants grants = inSlurm("SLURM_JOB_END_TIME=1800000000");
        assertThat(grants.until()).contains(Instant.ofEpochSecond(1_800_000_000));
        assertThat(grants.sources()).containsEntry("until", "by SLURM_JOB_END_TIME");
        assertThat(grants(Map.of("SLURM_JOB_END_TIME", "1800000000", "SLURM_CPUS_ON_NODE", "1"), Caps.none())
                        .cpu())
                .as("left over from a job that this is not in")
                .isEqualTo(8);
    }
}
