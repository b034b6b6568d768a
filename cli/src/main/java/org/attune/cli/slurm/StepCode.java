package org.attune.cli.slurm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.attune.cli.ExitCode;
import org.attune.engine.slurm.SlurmPlace;

/**
 * How the run of a study tells its exit code to the Attune that started its step: by a file, since {@code srun} says
 * of every code but 0 that the task failed, and a pause is no failure. Whatever else becomes of the step's tasks, the
 * run's code is that of the study.
 */
public final class StepCode implements AutoCloseable {
    private static final String VARIABLE = "ATTUNE_STEP_CODE";

    private static final String PREFIX = ".code-";

    /** No job lives for so long. */
    private static final Duration KEPT = Duration.ofDays(90);

    private final Path file;

    private StepCode(Path file) {
        this.file = file;
    }

    /**
     * To the tasks of a step, by their environment.
     *
     * @param folder that they see
     */
    public static StepCode expected(Path folder, Map<String, String> environment) throws IOException {
        // There before: a network file system remembers for a while that a file was not.
        StepCode code = new StepCode(Files.createTempFile(Files.createDirectories(folder), PREFIX, ""));
        code.sweepOthers();
        environment.put(VARIABLE, code.file.toString());
        return code;
    }

    /** Those of processes that were killed, and so left theirs. */
    private void sweepOthers() throws IOException {
        Instant old = Files.getLastModifiedTime(file).toInstant().minus(KEPT);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(file.getParent(), PREFIX + "*")) {
            for (Path other : files) {
                if (Files.getLastModifiedTime(other).toInstant().isBefore(old)) {
                    Files.deleteIfExists(other);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Whoever comes next tries again.
            return;
        }
    }

    /** What the first task starts is not asked. */
    public static void hide(Map<String, String> environment) {
        environment.remove(VARIABLE);
    }

    /** In a task, whose run ended so: with which code it ends. */
    public static int tell(Map<String, String> environment, int code) {
        String file = environment.getOrDefault(VARIABLE, "");
        boolean isFirst = environment.getOrDefault("SLURM_PROCID", "0").equals("0");
        if (file.isEmpty() || !isFirst) {
            return code;
        }
        try {
            Files.write(Path.of(file), (code + "\n").getBytes(StandardCharsets.UTF_8));
            return ExitCode.goesOn(code) ? ExitCode.OK : code;
        } catch (IOException e) {
            return code;
        }
    }

    /** In a task whose {@code srun} is about to say that it failed, though it only goes on later. */
    public static Optional<String> remark(Map<String, String> environment, int code) {
        boolean isTask = SlurmPlace.of(environment)
                .filter(place -> place.part() == SlurmPlace.Part.TASK)
                .isPresent();
        return isTask && ExitCode.goesOn(code) && !environment.containsKey(VARIABLE)
                ? Optional.of(
                        "Exit code:  " + code + ", of which srun tells as of an error: it means that the study goes on")
                : Optional.empty();
    }

    /** What the run told, else what the step ended with. */
    public int of(int step) throws IOException {
        String told = Files.readString(file).strip();
        return told.matches("\\d{1,3}") ? Integer.parseInt(told) : step;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
