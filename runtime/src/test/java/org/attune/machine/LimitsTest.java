package org.attune.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
    private FileTree tree;

    @BeforeEach
    void sixteenGigabytes(@TempDir Path root) throws Exception {
        tree = new FileTree(root)
                .file("/proc/meminfo", "MemTotal:       16000000 kB\nMemFree: 1 kB")
                .file("/proc/self/status", "CapEff:\t0000000000000000")
                .file("/proc/self/limits", """
                        Limit                     Soft Limit           Hard Limit           Units
                        Max processes             128                  128                  processes
                        Max open files            256                  4096                 files
                        Max address space         unlimited            unlimited            bytes""");
    }

    private Bound memory() {
        return Limits.memory(tree.files());
    }

    @Test
    void memoryOfTheMachine() {
        assertThat(memory()).isEqualTo(new Bound(16_384_000_000L, "of this machine"));
    }

    @Test
    void memoryOfTheUnifiedHierarchyIsTheLeastOnTheWayUp() throws Exception {
        tree.mountedUnified("/", "/sys/fs/cgroup")
                .file("/proc/self/cgroup", "0::/a/b/c")
                .file("/sys/fs/cgroup/a/b/c/memory.max", "max")
                .file("/sys/fs/cgroup/a/b/memory.max", "8000000000")
                .file("/sys/fs/cgroup/a/b/memory.high", "6000000000")
                .file("/sys/fs/cgroup/a/memory.max", "7000000000");
        assertThat(memory()).isEqualTo(new Bound(6_000_000_000L, "by the limit of control group /a/b"));
    }

    @Test
    void memoryOfTheOldHierarchyWhereTheNewOneIsThereToo() throws Exception {
        tree.mountedUnified("/", "/sys/fs/cgroup/unified")
                .mounted("memory", "/", "/sys/fs/cgroup/memory")
                .file("/proc/self/cgroup", "9:name=systemd:/x\n4:memory:/job\n0::/")
                .file("/sys/fs/cgroup/unified/memory.max", "1")
                .file("/sys/fs/cgroup/memory/job/memory.limit_in_bytes", "2000000000")
                .file("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
        assertThat(memory()).isEqualTo(new Bound(2_000_000_000L, "by the limit of control group /job"));
    }

    @Test
    void memoryOfGroupsThatAContainerCannotSee() throws Exception {
        tree.mounted("memory", "/pod/1a", "/sys/fs/cgroup/memory")
                .file("/proc/self/cgroup", "4:memory:/pod/1a")
                .file("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712")
                .file("/sys/fs/cgroup/memory/memory.stat", "cache 1\nhierarchical_memory_limit 3000000000");
        assertThat(memory()).isEqualTo(new Bound(3_000_000_000L, "by the limit of a control group around this one"));
    }

    @Test
    void memoryOfAContainerWithANamespaceOfItsOwn() throws Exception {
        tree.mountedUnified("/", "/sys/fs/cgroup")
                .file("/proc/self/cgroup", "0::/../../host/path")
                .file("/sys/fs/cgroup/memory.max", "5000000000");
        assertThat(memory()).isEqualTo(new Bound(5_000_000_000L, "by the limit of the control group"));
    }

    @Test
    void nothingAtAllIsNoLimit(@TempDir Path empty) {
        SystemFiles files = new FileTree(empty).files();
        assertThat(Limits.memory(files).isLimit()).isFalse();
        assertThat(Limits.openFiles(files).isLimit()).isFalse();
        assertThat(Limits.processes(files).isLimit()).isFalse();
        assertThat(Cpus.of(files).count()).isEqualTo(1);
    }

    @Test
    void whatUlimitSays() throws Exception {
        assertThat(Limits.openFiles(tree.files())).isEqualTo(new Bound(256, "by 'ulimit -n'"));
        assertThat(Limits.processes(tree.files())).isEqualTo(new Bound(128, "by 'ulimit -u'"));
        assertThat(Limits.addressSpace(tree.files()).isLimit()).isFalse();
        tree.file("/proc/self/limits", "Max address space         4000000000           unlimited            bytes");
        assertThat(Limits.addressSpace(tree.files())).isEqualTo(new Bound(4_000_000_000L, "by 'ulimit -v'"));
    }

    @Test
    void whoMayExceedTheLimitOfProcessesHasNone() throws Exception {
        tree.file("/proc/self/status", "CapEff:\t000001fffeffffff");
        assertThat(Limits.processes(tree.files()).isLimit()).isFalse();
    }

    @Test
    void aControlGroupLimitsProcesses() throws Exception {
        tree.mounted("pids", "/", "/sys/fs/cgroup/pids")
                .file("/proc/self/cgroup", "8:pids:/job")
                .file("/sys/fs/cgroup/pids/job/pids.max", "100");
        assertThat(Limits.processes(tree.files())).isEqualTo(new Bound(100, "by the limit of control group /job"));
    }

    @Test
    void sizesAreToldApart() {
        assertThat(Sizes.text(4_000_000_000L)).isEqualTo("4.0 GB");
        assertThat(Sizes.text(200_000_000L)).isEqualTo("200 MB");
        assertThat(Sizes.beyond(4_010_000_000L, 4_000_000_000L)).isEqualTo("4.01 GB");
        assertThat(Sizes.beyond(4_300_000_000L, 4_000_000_000L)).isEqualTo("4.3 GB");
    }
}
