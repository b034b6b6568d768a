package org.attune.cli.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StepSignalsTest {
    private static final Map<String, String> SCRIPT = Map.of("SLURM_JOB_ID", "7", "SLURM_CPUS_ON_NODE", "5");
    private static final Map<String, String> TASK = with(SCRIPT, "SLURM_STEP_ID", "0", "SLURM_PROCID", "0");

    private static Map<String, String> with(Map<String, String> environment, String... more) {
        Map<String, String> all = new TreeMap<>(environment);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    @Test
    void aTermInAJobIsSlurmsAndReachesTrialsToo() {
        assertThat(StepSignals.areSlurms(SCRIPT, false)).isTrue();
        assertThat(StepSignals.areSlurms(TASK, false)).isTrue();
        assertThat(StepSignals.areSlurms(Map.of(), false)).isFalse();
    }

    @Test
    void controlCReachesTrialsOnlyWhereSrunHandsItOn() {
        assertThat(StepSignals.areSlurms(SCRIPT, true)).isFalse();
        assertThat(StepSignals.areSlurms(TASK, true)).isTrue();
        Map<String, String> ordered = new TreeMap<>(TASK);
        StepOrders.announce(ordered);
        assertThat(StepSignals.areSlurms(ordered, true)).isFalse();
        assertThat(StepSignals.areSlurms(ordered, false)).isTrue();
    }
}
