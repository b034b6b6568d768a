package org.attune.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpusTest {
    private FileTree tree;

    @BeforeEach
    void eightCpus(@TempDir Path root) throws Exception {
        tree = new FileTree(root)
                .file("/sys/devices/system/cpu/online", "0-7")
                .file("/proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0-7");
    }

    private Cpus cpus() {
        return Cpus.of(tree.files());
    }

    @Test
    void listsAreReadAndWrittenAsTheKernelDoes() {
        assertThat(CpuList.parse("0-3,8\n")).containsExactly(0, 1, 2, 3, 8);
        assertThat(CpuList.parse("")).isEmpty();
        assertThat(CpuList.parse("x,-1,2")).containsExactly(2);
        assertThat(CpuList.text(List.of(8, 1, 0, 3, 2))).isEqualTo("0-3,8");
        assertThat(CpuList.text(List.of(5))).isEqualTo("5");
        assertThat(CpuList.text(List.of())).isEmpty();
    }

    @Test
    void allOfTheMachine() {
        assertThat(cpus().text()).isEqualTo("8 CPUs of this machine");
        assertThat(cpus().ids()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(cpus().areChosen()).isFalse();
    }

    @Test
    void thoseThatAffinityLeaves() throws Exception {
        tree.file("/proc/self/status", "Cpus_allowed_list:\t2,5");
        assertThat(cpus().text()).isEqualTo("2 CPUs of this machine's 8 by affinity");
        assertThat(cpus().ids()).containsExactly(2, 5);
        assertThat(cpus().areChosen()).isTrue();
    }

    @Test
    void cpusThatTheMachineDoesNotHaveAreNotCounted() throws Exception {
        tree.file("/proc/self/status", "Cpus_allowed_list:\t0-127");
        assertThat(cpus().ids()).hasSize(8);
        assertThat(cpus().areChosen()).isFalse();
    }

    @Test
    void theMaskHoldsWhereAContainerCountsItsCpusAnew() throws Exception {
        tree.file("/sys/devices/system/cpu/online", "0-1").file("/proc/self/status", "Cpus_allowed_list:\t4-5");
        assertThat(cpus().ids()).containsExactly(4, 5);
        assertThat(cpus().areChosen()).isFalse();
    }

    @Test
    void cpusOfOneCoreStayTogether() throws Exception {
        for (int cpu = 0; cpu < 8; cpu++) {
            tree.file(
                    "/sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list",
                    cpu % 4 + "," + (cpu % 4 + 4));
        }
        tree.file("/proc/self/status", "Cpus_allowed_list:\t0-5");
        assertThat(cpus().cores()).containsExactly(List.of(0, 4), List.of(1, 5), List.of(2), List.of(3));
    }

    @Test
    void aQuotaOfTheUnifiedHierarchyMayBeAFraction() throws Exception {
        tree.mountedUnified("/", "/sys/fs/cgroup")
                .file("/proc/self/cgroup", "0::/jobs/7")
                .file("/sys/fs/cgroup/jobs/7/cpu.max", "150000 100000")
                .file("/sys/fs/cgroup/jobs/cpu.max", "max 100000");
        assertThat(cpus().count()).isEqualTo(1.5);
        assertThat(cpus().text()).isEqualTo("1.5 CPUs by the quota of control group /jobs/7");
    }

    @Test
    void theTightestQuotaOfTheGroupsAroundHolds() throws Exception {
        tree.mountedUnified("/", "/sys/fs/cgroup")
                .file("/proc/self/cgroup", "0::/jobs/7")
                .file("/sys/fs/cgroup/jobs/7/cpu.max", "400000 100000")
                .file("/sys/fs/cgroup/jobs/cpu.max", "300000 100000");
        assertThat(cpus().text()).isEqualTo("3 CPUs by the quota of control group /jobs");
    }

    @Test
    void aQuotaOfTheOldHierarchy() throws Exception {
        tree.mounted("cpu,cpuacct", "/", "/sys/fs/cgroup/cpu,cpuacct")
                .file("/proc/self/cgroup", "4:cpuacct,cpu:/a\n0::/")
                .file("/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us", "50000")
                .file("/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us", "100000")
                .file("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1")
                .file("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000");
        assertThat(cpus().text()).isEqualTo("0.5 CPUs by the quota of control group /a");
    }

    @Test
    void aQuotaWithinAContainerWhosePathIsTheHosts() throws Exception {
        tree.mounted("cpu", "/docker/1a2b", "/sys/fs/cgroup/cpu")
                .file("/proc/self/cgroup", "4:cpu:/docker/1a2b")
                .file("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "200000")
                .file("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000");
        assertThat(cpus().text()).isEqualTo("2 CPUs by the quota of the control group");
    }

    @Test
    void aQuotaBeyondTheCpusIsNone() throws Exception {
        tree.mountedUnified("/", "/sys/fs/cgroup")
                .file("/proc/self/cgroup", "0::/")
                .file("/sys/fs/cgroup/cpu.max", "6400000 100000");
        assertThat(cpus().text()).isEqualTo("8 CPUs of this machine");
    }
}
