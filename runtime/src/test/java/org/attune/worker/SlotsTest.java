package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.attune.machine.Bound;
import org.attune.machine.Cpus;
import org.attune.machine.Machine;
import org.attune.machine.Machines;
import org.attune.spec.Resources;
import org.attune.tuner.Capacity;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final Machine MACHINE =
            Machines.of(Machines.cpus(8, 1, 16), List.of("0", "1"), 16_000_000_000L, 1024);

    private static Capacity slots(double cpu, double gpu, OptionalInt most) {
        return Slots.of(new Resources(cpu, gpu, OptionalLong.empty()), most, MACHINE);
    }

    private static Capacity slots(Machine machine, double cpu) {
        return Slots.of(new Resources(cpu, 0, OptionalLong.empty()), OptionalInt.empty(), machine);
    }

    private static Capacity withMemory(Machine machine, long bytes) {
        return Slots.of(new Resources(1, 0, OptionalLong.of(bytes)), OptionalInt.empty(), machine);
    }

    private static Machine withQuota(double cpus) {
        Cpus quota = new Cpus(Machines.cpus(8, 1, 8).cores(), cpus, 8, "by the quota of control group /a");
        return Machines.of(quota, List.of(), 16_000_000_000L, 1024);
    }

    @Test
    void cpusLimitAndAreNamed() {
        assertThat(slots(3, 0, OptionalInt.empty()))
                .isEqualTo(new Capacity(2, "8 CPUs of this machine's 16 by affinity, 3 a trial"));
        assertThat(slots(0.1, 0, OptionalInt.empty()).slots()).isEqualTo(80);
    }

    @Test
    void gpusLimitAndAreNamed() {
        assertThat(slots(1, 1, OptionalInt.empty())).isEqualTo(new Capacity(2, "2 GPUs by nvidia-smi, 1 a trial"));
        assertThat(slots(1, 0.4, OptionalInt.empty()).slots()).isEqualTo(4);
        assertThat(slots(1, 2, OptionalInt.empty()).slots()).isEqualTo(1);
    }

    @Test
    void maxParallelLimits() {
        assertThat(slots(1, 0, OptionalInt.of(3))).isEqualTo(new Capacity(3, "max_parallel"));
    }

    @Test
    void memoryLimits() {
        assertThat(withMemory(MACHINE, 5_000_000_000L))
                .isEqualTo(new Capacity(3, "16.0 GB of memory of this machine, 5.0 GB a trial"));
    }

    @Test
    void aQuotaLimitsToWholeTrials() {
        assertThat(slots(withQuota(1.5), 1))
                .isEqualTo(new Capacity(1, "1.5 CPUs by the quota of control group /a, 1 a trial"));
        assertThat(slots(withQuota(1.5), 0.5).slots()).isEqualTo(3);
    }

    @Test
    void aTrialOfOneCpuRunsOnLess() {
        assertThat(slots(withQuota(0.5), 1).slots()).isEqualTo(1);
        assertThat(slots(withQuota(0.5), 0.25).slots()).isEqualTo(2);
    }

    @Test
    void openFilesAndProcessesLimit() {
        Machine narrow = Machines.of(Machines.cpus(1000, 1, 1000), List.of(), 1, 256);
        assertThat(slots(narrow, 1))
                .isEqualTo(new Capacity(32, "256 open files by 'ulimit -n', 60 for Attune and 6 a trial"));
        Machine narrower =
                Machines.with(narrow, narrow.addressSpace(), new Bound(128, "by the limit of control group /job"));
        assertThat(slots(narrower, 1))
                .isEqualTo(new Capacity(
                        11, "128 processes by the limit of control group /job, 60 for Attune and 6 a trial"));
    }

    @Test
    void aTrialThatNeverFitsIsRefusedWithTheNearestMiss() {
        assertThatThrownBy(() -> slots(9, 0, OptionalInt.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "no trial fits here: 8 CPUs of this machine's 16 by affinity, 9 a trial. Ask for cpu: 8 at most.");
        assertThatThrownBy(() -> slots(withQuota(2), 3))
                .hasMessage(
                        "no trial fits here: 2 CPUs by the quota of control group /a, 3 a trial. Ask for cpu: 2 at most.");
        assertThatThrownBy(() -> slots(1, 4, OptionalInt.empty()))
                .hasMessage("no trial fits here: 2 GPUs by nvidia-smi, 4 a trial. Ask for gpu: 2 at most.");
        assertThatThrownBy(() ->
                        Slots.of(new Resources(1, 0.5, OptionalLong.empty()), OptionalInt.empty(), Machines.of(4)))
                .hasMessage("no trial fits here: 0 GPUs by nvidia-smi, 0.5 a trial. Ask for gpu: 0.");
        assertThatThrownBy(() -> withMemory(MACHINE, 16_010_000_000L))
                .hasMessage(
                        "no trial fits here: 16.0 GB of memory of this machine, 16.01 GB a trial. Ask for memory: 16GB at most.");
        Machine small = Machines.with(MACHINE, new Bound(4_000_000_000L, "by 'ulimit -v'"), MACHINE.processes());
        assertThatThrownBy(() -> withMemory(small, 5_000_000_000L))
                .hasMessage(
                        "no trial fits here: 4.0 GB a process by 'ulimit -v', 5.0 GB a trial. Ask for memory: 4GB at most, or raise it.");
        assertThatThrownBy(() -> slots(Machines.of(Machines.cpus(1, 1, 1), List.of(), 1, 64), 1))
                .hasMessage(
                        "no trial fits here: 64 open files by 'ulimit -n', 60 for Attune and 6 a trial. Raise it to 66 at least.");
    }
}
