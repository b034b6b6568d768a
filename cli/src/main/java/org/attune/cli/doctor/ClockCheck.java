package org.attune.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Whether this machine and the server of its files have the same time. */
final class ClockCheck implements Check {
    /** Some file systems keep times in whole seconds, or in two. */
    private static final Duration ROUNDED = Duration.ofSeconds(2);

    private final Folder folder;

    ClockCheck(Folder folder) {
        this.folder = folder;
    }

    @Override
    public String what() {
        return "clock";
    }

    @Override
    public Finding late(Surroundings here) {
        return folder.silent(what(), here, limit().toSeconds());
    }

    @Override
    public List<Finding> examine(Surroundings here) throws IOException {
        Path place = Surroundings.nearest(folder.path(here));
        Path file;
        Instant before = Instant.now();
        try {
            file = Files.createTempFile(place, ".attune-doctor-", ".tmp");
        } catch (IOException toldByTheCheckOfRoom) {
            return List.of();
        }
        try {
            Instant stamped = Files.getLastModifiedTime(file).toInstant();
            return List.of(judge("the file system of " + place, before, stamped, Instant.now()));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** {@code there} was read between {@code before} and {@code after}. */
    Finding judge(String whose, Instant before, Instant there, Instant after) {
        Duration ahead = ahead(before, there, after);
        if (ahead.abs().compareTo(ROUNDED) <= 0) {
            return Finding.green(what(), "that of " + whose + " and this machine's are the same");
        }
        return Finding.yellow(
                what(),
                String.format(
                        Locale.ROOT,
                        "that of %s is %.1f s %s this machine's",
                        whose,
                        ahead.abs().toMillis() / 1000.0,
                        ahead.isNegative() ? "behind" : "ahead of"),
                "Have both set by the net ('timedatectl set-ntp true', or chrony). Attune goes on, but times in journals and tables are off by that.");
    }

    private static Duration ahead(Instant before, Instant there, Instant after) {
        if (there.isBefore(before)) {
            return Duration.between(before, there);
        }
        return there.isAfter(after) ? Duration.between(after, there) : Duration.ZERO;
    }
}
