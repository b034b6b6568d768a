package org.attune.tuner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where checkpoints lie: {@code checkpoints/TRIAL/STEP} in the study's folder. */
final class CheckpointFolders {
    private CheckpointFolders() {}

    static Path create(Path study, int trial, String name) {
        try {
            return Files.createDirectories(
                    root(study).resolve(String.valueOf(trial)).resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Moves a folder to its place, in one step; gives that place relative to the study's folder. */
    static String keep(Path study, Path saved, int trial, int step) {
        Path place = create(study, trial, "").resolve(String.valueOf(step));
        try {
            delete(place);
            Files.move(saved, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return study.relativize(place).toString();
    }

    static void delete(Path study, String checkpoint) {
        try {
            delete(study.resolve(checkpoint));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root(Path study) {
        return study.resolve("checkpoints");
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
