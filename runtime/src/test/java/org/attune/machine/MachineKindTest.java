package org.attune.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineKindTest {
    @TempDir
    private Path proc;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "processor\t: 0;vendor_id\t: GenuineIntel;model name\t: Xeon 6148 | Xeon 6148",
                "processor\t: 0;cpu\t\t: POWER9, altivec supported;clock\t: 2.3GHz | POWER9, altivec supported",
                "processor\t: 0;CPU implementer\t: 0x41;CPU part\t: 0xd0c | 0xd0c",
                "nothing of the kind | ''"
            })
    void isSaidByTheSystemOfAnyProcessor(String cpuinfo, String kind) throws IOException {
        Files.writeString(proc.resolve("cpuinfo"), cpuinfo.replace(';', '\n'));
        assertThat(MachineKind.of(proc)).isEqualTo(kind);
    }

    @Test
    void hasItsGpus() throws IOException {
        Path device = Files.createDirectories(proc.resolve("driver/nvidia/gpus/0000:3b:00.0"));
        Files.writeString(device.resolve("information"), "Model: \t\t Tesla V100\nIRQ: 12\n");
        assertThat(MachineKind.of(proc)).isEqualTo("Tesla V100");
    }
}
