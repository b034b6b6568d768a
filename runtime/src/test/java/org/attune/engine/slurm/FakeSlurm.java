package org.attune.engine.slurm;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.attune.machine.SearchPath;

/** Slurm's commands as a test wants them, in a folder of its own; {@code fake_slurm.py} tells of the files that steer them. Jobs are run for real. */
public final class FakeSlurm {
    private static final List<String> COMMANDS =
            List.of("sbatch", "squeue", "scancel", "scontrol", "sinfo", "srun", "fake");

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path folder;

    /** {@code folder}: empty. */
    public FakeSlurm(Path folder) {
        this.folder = folder;
        try (InputStream script = FakeSlurm.class.getResourceAsStream("fake_slurm.py")) {
            for (String name : List.of("bin", "jobs", "faults")) {
                Files.createDirectories(folder.resolve(name));
            }
            String python = SearchPath.find("python3", "/usr/bin" + File.pathSeparator + System.getenv("PATH"))
                    .map(Path::toString)
                    .orElseThrow();
            String text = "#!" + python + "\n" + new String(script.readAllBytes(), StandardCharsets.UTF_8);
            for (String command : COMMANDS) {
                Path file = Files.write(folder.resolve("bin").resolve(command), text.getBytes(StandardCharsets.UTF_8));
                file.toFile().setExecutable(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A {@code PATH} with these commands before all others. */
    public String path() {
        return folder.resolve("bin") + File.pathSeparator + System.getenv("PATH");
    }

    /** That of this process, with these commands before all others. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PATH", path());
        return environment;
    }

    /** Without any other. */
    public Map<String, String> environmentOfItsOwn() {
        Map<String, String> environment = environment();
        environment.put("PATH", folder.resolve("bin").toString());
        return environment;
    }

    public void remove(String command) {
        try {
            Files.delete(folder.resolve("bin").resolve(command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a command behaves from now on: {@code {"code": 1, "err": "...", "seconds": 2, "times": 3}}. */
    public void fault(String command, String json) {
        write("faults/" + command + ".json", json);
    }

    /** {@code {"running": 2}}: how many jobs may run at once, and what else the script tells of. */
    public void settings(String json) {
        write("settings.json", json);
    }

    /** Ends a job as Slurm would: {@code PREEMPTED}, {@code NODE_FAIL}, {@code TIMEOUT}. */
    public void end(String job, String state) {
        try {
            Process process = new ProcessBuilder(
                            folder.resolve("bin").resolve("fake").toString(), "end", job, state)
                    .inheritIO()
                    .start();
            if (process.waitFor() != 0) {
                throw new AssertionError("the fake could not end " + job);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Ends all jobs, those that come meanwhile too, and waits until nothing of them writes to the folder any more. */
    public void end() {
        await().atMost(LIMIT).until(() -> {
            for (File job : running()) {
                end(job.getName().replace(".json", ""), "CANCELLED");
            }
            return running().isEmpty();
        });
    }

    /** Waits until all jobs are over, and nothing of them writes to the folder any more. */
    public void awaitEnd() {
        await().atMost(LIMIT).until(() -> running().isEmpty());
    }

    /** The calls of a command, in order: {@code sbatch --parsable ...}. */
    public List<String> calls(String command) {
        return lines().stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .filter(line -> line.equals(command) || line.startsWith(command + " "))
                .toList();
    }

    /** When a command was called, in seconds since 1970. */
    public List<Double> times(String command) {
        return lines().stream()
                .filter(line -> (line + " ").contains(" " + command + " "))
                .map(line -> Double.parseDouble(line.substring(0, line.indexOf(' '))))
                .toList();
    }

    private List<File> running() throws IOException {
        List<File> running = new ArrayList<>();
        for (File job : folder.resolve("jobs").toFile().listFiles((parent, name) -> name.endsWith(".json"))) {
            if (!isGone(Files.readString(job.toPath()))) {
                running.add(job);
            }
        }
        return running;
    }

    private static boolean isGone(String job) {
        boolean neverRan = job.contains("\"start\": null") && !job.contains("\"state\": \"PENDING\"");
        return neverRan || job.contains("\"gone\": true");
    }

    private List<String> lines() {
        try {
            Path calls = folder.resolve("calls");
            return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, String text) {
        try {
            Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
