package org.attune.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.attune.cli.Attune;

/** All pages of the repository. */
final class Pages {
    private Pages() {}

    /** Commands of Attune in all of them, in order. */
    static Stream<Documented> documented() {
        return pages().flatMap(page -> CodeBlocks.commands(read(page)).stream()
                .map(command ->
                        new Documented(Attune.repository().relativize(page).toString(), command)));
    }

    static Stream<Path> pages() {
        return Stream.of(
                        list(Attune.repository()),
                        list(Attune.repository().resolve("docs")),
                        list(Attune.repository().resolve("examples")).flatMap(Pages::list))
                .flatMap(paths -> paths)
                .filter(path -> path.toString().endsWith(".md"));
    }

    private static Stream<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
