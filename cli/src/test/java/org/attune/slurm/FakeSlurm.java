package org.attune.slurm;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.attune.cli.Attune;

/** Slurm's commands as {@code fake_slurm.py} is them, in a folder of its own; jobs are run for real, on this machine. */
final class FakeSlurm {
    private static final Path SCRIPT = Path.of("runtime/src/test/resources/org/attune/engine/slurm/fake_slurm.py");
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private final Path folder;

    FakeSlurm(Path folder) throws IOException {
        this.folder = folder;
        for (String name : List.of("bin", "jobs", "faults")) {
            Files.createDirectories(folder.resolve(name));
        }
        String text = "#!" + (Files.exists(PYTHON) ? PYTHON : "/usr/bin/env python3") + "\n"
                + Files.readString(Attune.repository().resolve(SCRIPT));
        for (String command : List.of("sbatch", "squeue", "scancel", "scontrol", "sinfo", "srun", "fake")) {
            Path file = Files.write(folder.resolve("bin").resolve(command), text.getBytes(StandardCharsets.UTF_8));
            file.toFile().setExecutable(true);
        }
    }

    /** With these commands before all others. */
    String path() {
        return folder.resolve("bin") + File.pathSeparator + System.getenv("PATH");
    }

    /** The calls of a command, in order. */
    List<String> calls(String command) {
        return lines().stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .filter(line -> line.startsWith(command + " "))
                .toList();
    }

    /** When a command was called, in seconds since 1970. */
    List<Double> times(String command) {
        return lines().stream()
                .filter(line -> line.contains(" " + command + " "))
                .map(line -> Double.parseDouble(line.substring(0, line.indexOf(' '))))
                .toList();
    }

    /** Whether all jobs are over, and nothing of them writes to the folder any more. */
    boolean isOver() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("jobs"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(FakeSlurm::read)
                    .allMatch(job -> job.contains("\"gone\": true"));
        }
    }

    private List<String> lines() {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? read(calls).lines().toList() : List.of();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
