package org.attune.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.attune.HomeFolder;
import org.attune.analysis.StudyFolders;
import org.attune.trial.python.CacheFolder;

/**
 * Where the doctor looks.
 *
 * @param root under which the kernel's files lie: {@code /}
 */
record Surroundings(Map<String, String> environment, Path root) {

    static Surroundings here() {
        return new Surroundings(System.getenv(), Path.of("/"));
    }

    Path results() {
        return StudyFolders.of(environment).root();
    }

    Path cache() {
        return CacheFolder.of(environment);
    }

    /** Of clusters and steps: private. */
    Path own() {
        return HomeFolder.own(environment);
    }

    Path temporary() {
        String folder = variable("TMPDIR");
        return Path.of(folder.isBlank() ? "/tmp" : folder);
    }

    String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /** Of a file of the kernel; none if it cannot be read. */
    List<String> lines(String path) {
        try {
            return Files.readAllLines(root.resolve(path.substring(1)));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The folder itself, or the one above it in which it would be made. */
    static Path nearest(Path folder) {
        Path existing = folder.toAbsolutePath().normalize();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }
}
