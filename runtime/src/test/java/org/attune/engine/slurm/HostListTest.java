package org.attune.engine.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Lists as Slurm folds them. */
class HostListTest {

    @Test
    void namesOfNodesAreUnfolded() {
        assertThat(HostList.parse("n1")).containsExactly("n1");
        assertThat(HostList.parse("n[1-3,7],gpu-a[01-02],login"))
                .containsExactly("n1", "n2", "n3", "n7", "gpu-a01", "gpu-a02", "login");
        assertThat(HostList.parse("rack[1-2]node[08-10]-ib"))
                .containsExactly(
                        "rack1node08-ib",
                        "rack1node09-ib",
                        "rack1node10-ib",
                        "rack2node08-ib",
                        "rack2node09-ib",
                        "rack2node10-ib");
        assertThat(HostList.parse("")).isEmpty();
        assertThat(HostList.parse("n[1-x]")).containsExactly("n1-x");
    }

    @Test
    void numbersOfNodesAreUnfolded() {
        assertThat(NodeCounts.parse("2(x3),1")).containsExactly(2, 2, 2, 1);
        assertThat(NodeCounts.parse("")).isEmpty();
        assertThat(NodeCounts.parse("2(x")).isEmpty();
    }
}
