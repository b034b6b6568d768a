package org.attune.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuProblemTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            no files of devices, as in some containers | 0,1       |                        | 0 | 0 | fine
            all can be opened                          | 0,1       |                        | 2 | 2 | fine
            control groups hide those of others        | 0         |                        | 4 | 1 | fine
            one has fallen off its bus                 | 0,1       |                        | 2 | 1 | can be opened
            parts of one device                        | MIG-a,MIG-b |                      | 1 | 1 | fine
            none of the parts' device                  | MIG-a     |                        | 1 | 0 | can be opened
            the driver's program fails                 | 0         | it failed (exit 255)   | 1 | 1 | it failed (exit 255)
            """)
    void whatSpeaksAgainstDevices(String name, String ids, String complaint, int all, int openable, String problem) {
        Optional<String> found = GpuProblem.of(
                List.of(ids.split(",")), Optional.ofNullable(complaint), new GpuProblem.Devices(all, openable));
        assertThat(found.orElse("fine")).contains(problem);
    }

    @Test
    void filesOfDevicesAreTriedOut(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("nvidia0"));
        Files.createSymbolicLink(folder.resolve("nvidia1"), folder.resolve("gone"));
        Files.createFile(folder.resolve("nvidiactl"));
        assertThat(GpuProblem.openable(folder)).isEqualTo(new GpuProblem.Devices(2, 1));
        assertThat(GpuProblem.openable(folder.resolve("gone"))).isEqualTo(new GpuProblem.Devices(0, 0));
    }
}
