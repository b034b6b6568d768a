package org.attune.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The files under {@code /proc} and {@code /sys} in which the kernel tells its limits. What is missing or unreadable is absent. */
record SystemFiles(Path root) {

    static SystemFiles here() {
        return new SystemFiles(Path.of("/"));
    }

    /** Where a file lies, by its usual path. */
    Path at(String path) {
        return root.resolve(path.replaceFirst("^/+", ""));
    }

    List<String> lines(String path) {
        return lines(at(path));
    }

    /** The first line that begins so, without its beginning. */
    Optional<String> field(String path, String start) {
        return field(at(path), start);
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    static Optional<String> field(Path file, String start) {
        return lines(file).stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst();
    }

    /** The first number of a text; absent where it says {@code max} or {@code unlimited}, or the number is beyond 63 bits. */
    static OptionalLong number(String text) {
        String first = text.strip().split("\\s+")[0];
        return first.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(first)) : OptionalLong.empty();
    }

    static OptionalLong number(Path file) {
        return field(file, "").map(SystemFiles::number).orElse(OptionalLong.empty());
    }
}
