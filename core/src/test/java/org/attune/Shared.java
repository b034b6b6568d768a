package org.attune;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.attune.text.Json;

/** What lies beside the repository: numbers and files that other tools made. Where it is absent, the calling test is skipped, or fails with {@code CI=true}. */
public final class Shared {
    private Shared() {}

    /** @param name below the folder: {@code reference/configspace/1.2.2} */
    public static Path path(String name) {
        Path path = folder().resolve(name);
        if (!Files.exists(path)) {
            String message = path + " is not there.";
            return "true".equals(System.getenv("CI")) ? fail(message) : abort(message);
        }
        return path;
    }

    public static String text(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file that has one JSON object. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> json(String name) {
        return (Map<String, Object>) Json.parse(text(name));
    }

    /** Names of the files of a folder that end so, without the ending, sorted; at least one. */
    public static List<String> names(String folder, String ending) {
        try (Stream<Path> files = Files.list(path(folder))) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .sorted()
                    .toList();
            return names.isEmpty() ? fail(folder + " has no file *" + ending) : names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        String set = System.getProperty("ATTUNE_SHARED", System.getenv("ATTUNE_SHARED"));
        return set != null ? Path.of(set) : repository().resolve("../shared");
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("core/pom.xml"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
