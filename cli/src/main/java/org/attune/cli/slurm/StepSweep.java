package org.attune.cli.slurm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.attune.journal.Ownership;

/** Folders of steps that are over for long, with the keys of those whose end nobody saw to. */
final class StepSweep {
    private static final Duration KEPT = Duration.ofDays(7);

    private StepSweep() {}

    /**
     * Removes what is older than a week and held by no head, beside a step's folder. What cannot be read or removed stays: no step fails for that.
     *
     * @param own which stays, and tells what time it is where the folders lie
     */
    static void beside(Path own) throws IOException {
        Instant now = Files.getLastModifiedTime(own).toInstant();
        List<Path> others = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(own.getParent(), Files::isDirectory)) {
            folders.forEach(others::add);
        } catch (DirectoryIteratorException e) {
            return;
        }
        others.remove(own);
        others.forEach(folder -> sweep(folder, now));
    }

    private static void sweep(Path folder, Instant now) {
        try {
            if (isOld(folder, now) && Ownership.current(folder).isEmpty()) {
                remove(folder);
            }
        } catch (IOException | UncheckedIOException e) {
            // Whoever comes next tries again.
        }
    }

    private static boolean isOld(Path folder, Instant now) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return Stream.concat(Stream.of(folder), files)
                    .allMatch(file -> changed(file, now).plus(KEPT).isBefore(now));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static Instant changed(Path file, Instant otherwise) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            return otherwise;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another step may sweep at the same time. */
    private static void remove(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException | UncheckedIOException e) {
            return;
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
