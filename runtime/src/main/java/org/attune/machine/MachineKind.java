package org.attune.machine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What kind of machine this is: on those of one kind the same takes the same time. */
public final class MachineKind {
    private static final List<String> CPU = List.of("model name", "cpu", "CPU part");

    private MachineKind() {}

    /** {@code Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz, Tesla V100-SXM2-16GB}; empty if the system does not say. */
    public static String here() {
        return of(Path.of("/proc"));
    }

    static String of(Path proc) {
        Optional<String> cpu = CPU.stream()
                .flatMap(name -> field(proc.resolve("cpuinfo"), name).stream())
                .findFirst();
        return String.join(
                ", ",
                Stream.concat(cpu.stream(), gpu(proc.resolve("driver/nvidia/gpus")).stream())
                        .toList());
    }

    private static Optional<String> gpu(Path devices) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(devices)) {
            for (Path device : all) {
                return field(device.resolve("information"), "Model");
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<String> field(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> line.split(":", 2))
                    .filter(parts -> parts.length == 2 && parts[0].strip().equals(name))
                    .map(parts -> parts[1].strip())
                    .filter(value -> !value.isEmpty())
                    .findFirst();
        } catch (IOException | java.io.UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
