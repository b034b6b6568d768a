package org.attune.journal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a file system's refusal means to people. */
public final class DiskProblem {
    private static final Map<String, String> REMEDIES = Map.of(
            "No space left on device",
            "Make room on that file system",
            "Disk quota exceeded",
            "Make room within the quota of that file system",
            "Read-only file system",
            "Make that file system writable again (one whose disk fails turns read-only by itself: dmesg tells)",
            "Input/output error",
            "Look after that disk, which fails to keep data (dmesg tells)",
            "Structure needs cleaning",
            "Have that file system checked by fsck",
            "Stale file handle",
            "Mount that file system again",
            "Permission denied",
            "Give this user the right to write there");

    private DiskProblem() {}

    /** The system's own words, without the path that Java puts before them. */
    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "Permission denied";
        } else if (failure instanceof FileSystemException named && named.getReason() != null) {
            return named.getReason();
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** Whether the file system is at fault, or the right to use it, and not the one who asked. */
    public static boolean isOne(IOException failure) {
        return REMEDIES.containsKey(reason(failure));
    }

    /** What to do about it, as the beginning of a sentence. */
    public static String remedy(IOException failure) {
        return REMEDIES.getOrDefault(reason(failure), "Remove the reason");
    }

    /** A failure in a sentence, with its path and a remedy where they are known. */
    public static String sentence(IOException failure) {
        if (failure instanceof NoSuchFileException missing) {
            return "there is no file " + missing.getFile() + ".";
        } else if (failure instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile() + "." + owner(Path.of(denied.getFile()));
        } else if (failure instanceof FileSystemException refused && isOne(refused)) {
            return refused.getFile() + ": " + reason(refused) + ". " + remedy(refused) + ".";
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** Why this user may not use a path: {@code " It belongs to root, and this is run by nobody."}; empty if that is not why. */
    public static String owner(Path path) {
        if (Files.isWritable(path)) {
            return "";
        }
        String user = ownerOf(Path.of("/proc/self")).orElseGet(() -> System.getProperty("user.name", "?"));
        return nearestExisting(path)
                .flatMap(DiskProblem::ownerOf)
                .filter(owner -> !owner.equals(user))
                .map(owner -> " It belongs to " + owner + ", and this is run by " + user + ".")
                .orElse("");
    }

    private static Optional<Path> nearestExisting(Path path) {
        Path existing = path.toAbsolutePath();
        while (existing != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        return Optional.ofNullable(existing);
    }

    private static Optional<String> ownerOf(Path path) {
        try {
            return Optional.of(Files.getOwner(path).getName());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }
}
