package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.attune.machine.ControlGroup;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In groups that are made for it, where this process may make groups of the old hierarchy: it needs root, and a system that still has that. */
@NeedsPython
class RealControlGroupTest {
    private static final String NAME = "attune-test-" + UUID.randomUUID();

    @TempDir
    Path folder;

    private Path memory;
    private Path cpu;

    @BeforeEach
    void makeGroups() {
        memory = group("memory", "memory.limit_in_bytes", "300000000");
        cpu = group("cpu", "cpu.cfs_quota_us", "150000");
    }

    private static Path group(String controller, String limit, String value) {
        Optional<ControlGroup> own = ControlGroup.here(controller).filter(group -> !group.unified());
        assumeThat(own).isPresent();
        Path group = own.get().folders().get(0).resolve(NAME);
        try {
            Files.createDirectory(group);
            Files.writeString(group.resolve(limit), value);
        } catch (IOException e) {
            assumeThat(e).as("no groups can be made here").isNull();
        }
        return group;
    }

    @AfterEach
    void removeGroups() {
        for (Path group : new Path[] {memory, cpu}) {
            if (group != null) {
                await().ignoreExceptions().atMost(Head.LIMIT).until(() -> Files.deleteIfExists(group) || true);
            }
        }
    }

    @Test
    void theLimitsAreReadAndAKillByTheKernelIsToldAsOutOfMemory() throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "echo $$ > \"$1/cgroup.procs\" && echo $$ > \"$2/cgroup.procs\" && shift 2 && exec \"$@\"",
                        "sh",
                        memory.toString(),
                        cpu.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GroupMain.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        assertThat(said.get(0)).matches("(299|300)\\d{6} by the limit of control group /.*" + NAME);
        assertThat(said.get(1)).matches("1.5 CPUs by the quota of control group /.*" + NAME);
        assertThat(said.get(2)).isEqualTo("OUT_OF_MEMORY 137");
        assertThat(said.get(3)).as("its child was killed").isEqualTo("OUT_OF_MEMORY 1");
    }
}
