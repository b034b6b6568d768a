package org.attune.cli.slurm.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.attune.machine.SearchPath;
import org.attune.text.Json;

/** A Python program that uses Ray Tune, read by Python itself, which knows its grammar, and not run. */
final class RayProgram {
    private static final long PATIENCE_SECONDS = 20;
    private static final long LARGEST = 10_000_000;

    private RayProgram() {}

    /** What it says of a study, as {@code ray_program.py} tells it; absent if it does not tune, cannot be read, or there is no Python. */
    static Optional<Map<?, ?>> read(Path file, String path) throws IOException, InterruptedException {
        Optional<Path> python = SearchPath.find("python3", path);
        if (python.isEmpty() || !Files.isReadable(file) || !Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            return Optional.empty();
        }
        // Its path is in nothing that Python would look into: what lies beside the program could be run otherwise.
        Process process = new ProcessBuilder(python.get().toString(), "-I", "-c", reader())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(file.toFile())
                .start();
        CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0
                    ? Optional.ofNullable(Json.parse(said) instanceof Map<?, ?> map ? map : null)
                    : Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String reader() throws IOException {
        try (InputStream in = RayProgram.class.getResourceAsStream("ray_program.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
