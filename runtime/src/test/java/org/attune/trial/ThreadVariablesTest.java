package org.attune.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.attune.spec.Resources;
import org.junit.jupiter.api.Test;

class ThreadVariablesTest {

    private static TrialEnvironment with(Map<String, String> inherited, double cpu, boolean threads) {
        return new TrialEnvironment(inherited)
                .resources(new Resources(cpu, 0, OptionalLong.empty(), Optional.empty(), threads));
    }

    @Test
    void areSetToTheTrialsCpus() {
        TrialEnvironment environment = with(Map.of(), 2.5, true);
        assertThat(environment.threads()).isEqualTo(2);
        assertThat(environment.variables())
                .containsEntry("OMP_NUM_THREADS", "2")
                .containsEntry("MKL_NUM_THREADS", "2")
                .containsEntry("OPENBLAS_NUM_THREADS", "2")
                .containsEntry("NUMBA_NUM_THREADS", "2");
        assertThat(with(Map.of(), 0.2, true).threads()).isEqualTo(1);
    }

    @Test
    void stayAsTheUserSetThem() {
        assertThat(with(Map.of("MKL_NUM_THREADS", "7"), 2, true).variables())
                .containsEntry("MKL_NUM_THREADS", "7")
                .containsEntry("OMP_NUM_THREADS", "2");
    }

    @Test
    void librariesThatFollowTheUsersGeneralOneAreLeftToDoSo() {
        TrialEnvironment environment = with(Map.of("OMP_NUM_THREADS", "7"), 2, true);
        assertThat(environment.threads()).isZero();
        assertThat(environment.variables())
                .containsEntry("OMP_NUM_THREADS", "7")
                .containsEntry("NUMBA_NUM_THREADS", "2")
                .doesNotContainKeys("MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_MAX_THREADS");
    }

    @Test
    void oneSwitchLeavesAllAlone() {
        TrialEnvironment environment = with(Map.of("A", "1"), 2, false);
        assertThat(environment.threads()).isZero();
        assertThat(environment.variables()).isEqualTo(Map.of("A", "1", "ATTUNE_RESOURCES", "{\"cpu\":2}"));
    }
}
