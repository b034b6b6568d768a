package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.attune.spec.Resources;
import org.attune.tuner.Capacity;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final Machine MACHINE = new Machine(
            8, "of this machine's 16 by affinity", List.of("0", "1"), "by nvidia-smi", 16_000_000_000L, 1024);

    private static Capacity slots(double cpu, double gpu, OptionalInt most) {
        return Slots.of(new Resources(cpu, gpu, OptionalLong.empty()), most, MACHINE);
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
        assertThat(Slots.of(new Resources(1, 0, OptionalLong.of(5_000_000_000L)), OptionalInt.empty(), MACHINE))
                .isEqualTo(new Capacity(3, "16.0 GB of memory, 5.0 GB a trial"));
    }

    @Test
    void openFilesLimit() {
        Machine narrow = new Machine(1000, "of this machine", List.of(), "", 1, 256);
        assertThat(Slots.of(Resources.oneCpu(), OptionalInt.empty(), narrow).slots())
                .isEqualTo(32);
    }

    @Test
    void aTrialThatNeverFitsIsRefusedWithWhatIsShort() {
        assertThatThrownBy(() -> slots(9, 0, OptionalInt.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "no trial fits here: 8 CPUs of this machine's 16 by affinity, 9 a trial. Ask for cpu: 8 at most.");
        assertThatThrownBy(() -> slots(1, 4, OptionalInt.empty()))
                .hasMessage("no trial fits here: 2 GPUs by nvidia-smi, 4 a trial. Ask for gpu: 2 at most.");
    }

    @Test
    void cpuListsAreCounted() {
        assertThat(Machine.count("0-3,8")).isEqualTo(5);
        assertThat(Machine.count("0")).isEqualTo(1);
        assertThat(Machine.count("")).isZero();
    }

    @Test
    void thisMachineHasSomething() {
        Machine here = Machine.here(Map.of("CUDA_VISIBLE_DEVICES", "3,GPU-1a,-1,4"), true);
        assertThat(here.cpus()).isPositive();
        assertThat(here.memory()).isPositive();
        assertThat(here.openFiles()).isGreaterThan(100);
        assertThat(here.gpus()).containsExactly("3", "GPU-1a");
        assertThat(here.gpuSource()).isEqualTo("by CUDA_VISIBLE_DEVICES");
    }

    @Test
    void wholeDevicesAreForOneTrial() {
        GpuPool pool = new GpuPool(List.of("4", "5"), 1);
        List<String> first = pool.take();
        assertThat(first).containsExactly("4");
        assertThat(pool.take()).containsExactly("5");
        assertThatThrownBy(pool::take).hasMessageContaining("no GPU is free");
        pool.giveBack(first);
        assertThat(pool.take()).containsExactly("4");
    }

    @Test
    void fractionsShareADevice() {
        GpuPool pool = new GpuPool(List.of("0", "1"), 0.5);
        assertThat(List.of(pool.take(), pool.take(), pool.take(), pool.take()))
                .containsExactly(List.of("0"), List.of("0"), List.of("1"), List.of("1"));
        assertThatThrownBy(pool::take).hasMessageContaining("no GPU is free");
    }

    @Test
    void trialsWithoutGpusTakeNone() {
        assertThat(new GpuPool(List.of(), 0).take()).isEmpty();
    }
}
