package org.attune.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.attune.machine.FileTree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryKillsTest {
    private FileTree tree;

    @BeforeEach
    void tree(@TempDir Path root) {
        tree = new FileTree(root);
    }

    @Test
    void aKillIsCountedAndBlamedOnce() throws Exception {
        tree.mounted("memory", "/", "/sys/fs/cgroup/memory")
                .file("/proc/self/cgroup", "9:name=systemd:/\n4:memory:/job\n0::/")
                .file("/sys/fs/cgroup/memory/job/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2");
        MemoryKills kills = MemoryKills.under(tree.root());
        long before = kills.count();
        assertThat(before).isEqualTo(2);
        assertThat(kills.claim(before)).isFalse();
        tree.file("/sys/fs/cgroup/memory/job/memory.oom_control", "oom_kill 3");
        assertThat(kills.claim(before)).isTrue();
        assertThat(kills.claim(before)).isFalse();
    }

    @Test
    void theUnifiedHierarchyCountsInTheGroupItself() throws Exception {
        tree.mountedUnified("/", "/sys/fs/cgroup")
                .file("/proc/self/cgroup", "0::/jobs/7")
                .file("/sys/fs/cgroup/jobs/memory.events", "low 0\noom 1\noom_kill 9")
                .file("/sys/fs/cgroup/jobs/7/memory.events", "low 0\noom 1\noom_kill 1\noom_group_kill 0");
        assertThat(MemoryKills.under(tree.root()).count()).isEqualTo(1);
    }

    @Test
    void withinAContainerTheMountIsTheGroup() throws Exception {
        tree.mountedUnified("/", "/sys/fs/cgroup")
                .file("/proc/self/cgroup", "0::/../host")
                .file("/sys/fs/cgroup/memory.events", "oom_kill 4");
        assertThat(MemoryKills.under(tree.root()).count()).isEqualTo(4);
    }

    @Test
    void theMachineCountsWhereTheGroupDoesNot() throws Exception {
        tree.mountedUnified("/", "/sys/fs/cgroup")
                .file("/proc/self/cgroup", "0::/")
                .file("/sys/fs/cgroup/cgroup.procs", "1")
                .file("/proc/vmstat", "nr_free_pages 1\noom_kill 5");
        assertThat(MemoryKills.under(tree.root()).count()).isEqualTo(5);
    }

    @Test
    void whereNothingIsCountedNothingIsClaimed() {
        MemoryKills kills = MemoryKills.under(tree.root());
        assertThat(kills.count()).isZero();
        assertThat(kills.claim(0)).isFalse();
    }
}
