package org.attune.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MachineTest {

    @Test
    void thisMachineHasSomething() {
        Machine here = Machine.here(Map.of("CUDA_VISIBLE_DEVICES", "3"), true);
        assertThat(here.cpus().ids()).isNotEmpty();
        assertThat(here.cpus().count())
                .isPositive()
                .isLessThanOrEqualTo(here.cpus().ids().size());
        assertThat(Math.ceil(here.cpus().count()))
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(here.memory().most()).isBetween(100_000_000L, 100_000_000_000_000L);
        assertThat(here.openFiles().most()).isGreaterThan(100);
        assertThat(here.gpus().ids()).containsExactly("3");
    }

    @Test
    void devicesAreNotLookedForWhereNoneIsWanted() {
        assertThat(Machine.here(Map.of("CUDA_VISIBLE_DEVICES", "3"), false)
                        .gpus()
                        .ids())
                .isEmpty();
    }
}
