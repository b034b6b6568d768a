package org.attune.cli.slurm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.attune.journal.Ownership;

/** Folders of steps that are over for long, with the keys of those whose end nobody saw to. */
final class StepSweep {
    private static final Duration KEPT = Duration.ofDays(7);

    private StepSweep() {}

    /**
     * Removes what is older than a week and held by no head, beside a step's folder.
     *
     * @param own which stays, and tells what time it is where the folders lie
     */
    static void beside(Path own) throws IOException {
        Instant now = Files.getLastModifiedTime(own).toInstant();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(own.getParent(), Files::isDirectory)) {
            for (Path folder : folders) {
                if (!folder.equals(own)
                        && isOld(folder, now)
                        && Ownership.current(folder).isEmpty()) {
                    remove(folder);
                }
            }
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
