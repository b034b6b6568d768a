package org.attune.slurm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.attune.cli.Attune;

/** Slurm's commands as a test wants them, for programs that are run; {@code fake_slurm.py} tells of the files that steer them. Jobs are run for real, on this machine. */
public final class FakeCommands {
    private static final List<String> COMMANDS =
            List.of("sbatch", "squeue", "scancel", "scontrol", "sinfo", "srun", "fake");

    private final Path folder;

    /** {@code folder}: is made. */
    public FakeCommands(Path folder) throws IOException {
        this.folder = folder;
        for (String name : List.of("bin", "jobs", "faults")) {
            Files.createDirectories(folder.resolve(name));
        }
        for (String command : COMMANDS) {
            bring(command);
        }
    }

    private void bring(String command) throws IOException {
        Path script = Attune.repository()
                .resolve("runtime/src/test/resources/org/attune/engine/slurm")
                .resolve("fake_slurm.py");
        Path file = bin().resolve(command);
        Files.write(file, ("#!/usr/bin/env python3\n" + Files.readString(script)).getBytes(StandardCharsets.UTF_8));
        file.toFile().setExecutable(true);
    }

    /** To stand before all others. */
    public Path bin() {
        return folder.resolve("bin");
    }

    /** How a command behaves from now on: {@code {"code": 1, "err": "...", "seconds": 2, "times": 3}}. */
    public void fault(String command, String json) throws IOException {
        Files.writeString(folder.resolve("faults").resolve(command + ".json"), json);
    }

    /** {@code {"running": 2}}: how many jobs may run at once. */
    public void settings(String json) throws IOException {
        Files.writeString(folder.resolve("settings.json"), json);
    }

    /** Ends a job as Slurm would: {@code PREEMPTED}, {@code NODE_FAIL}, {@code TIMEOUT}. */
    public void end(long job, String state) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(bin().resolve("fake").toString(), "end", "" + job, state)
                .inheritIO()
                .start();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new AssertionError("the fake could not end " + job);
        }
    }

    /** The calls of a command, in order: {@code sbatch --parsable ...}. */
    public List<String> calls(String command) throws IOException {
        Path calls = folder.resolve("calls");
        return !Files.exists(calls)
                ? List.of()
                : Files.readAllLines(calls).stream()
                        .map(line -> line.substring(line.indexOf(' ') + 1))
                        .filter(line -> line.equals(command) || line.startsWith(command + " "))
                        .toList();
    }
}
