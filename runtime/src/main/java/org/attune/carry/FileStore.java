package org.attune.carry;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.attune.checkpoint.FileTrees;

/**
 * Trees by the hash of what is in them: {@code HASH/} in one folder, whole as soon as it has its name. Several processes may share it. What nobody has asked for in 30 days goes when
 * it is opened.
 */
public final class FileStore {
    private static final Pattern HASH = Pattern.compile(TreeHash.FORM);
    private static final String INCOMING = ".incoming-";
    private static final Duration UNUSED = Duration.ofDays(30);
    private static final Duration UNFINISHED = Duration.ofDays(1);

    private final Path root;

    /** @param root private to this user; made if it is not there */
    public FileStore(Path root) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        Files.createDirectories(this.root.getParent());
        if (!Files.isDirectory(this.root)) {
            Files.createDirectories(
                    this.root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        removeOld(Instant.now());
    }

    /** @throws IllegalArgumentException if that is no hash */
    public Optional<Path> find(String hash) throws IOException {
        Path place = place(hash);
        if (!Files.isDirectory(place)) {
            return Optional.empty();
        }
        Files.setLastModifiedTime(place, FileTime.from(Instant.now()));
        return Optional.of(place);
    }

    /** Where to gather a tree before {@link #accept}; nothing is there yet. */
    Path incoming() {
        return root.resolve(INCOMING + UUID.randomUUID());
    }

    /** The same for what others may go on with: there may be a part of it. */
    Path incoming(String hash) {
        return root.resolve(INCOMING + place(hash).getFileName());
    }

    /** Gives a gathered tree its name, unless it is there already. */
    Path accept(Path gathered, String hash) throws IOException {
        Path place = place(hash);
        try {
            Files.move(gathered, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(place)) {
                throw e;
            }
            FileTrees.delete(gathered);
        }
        return place;
    }

    private Path place(String hash) {
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("'" + hash + "' is no SHA-256.");
        }
        return root.resolve(hash);
    }

    private void removeOld(Instant now) throws IOException {
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(root)) {
            for (Path path : paths) {
                String name = path.getFileName().toString();
                Duration age = Duration.between(Files.getLastModifiedTime(path).toInstant(), now);
                if (name.startsWith(INCOMING) && age.compareTo(UNFINISHED) > 0
                        || HASH.matcher(name).matches() && age.compareTo(UNUSED) > 0) {
                    FileTrees.delete(path);
                }
            }
        }
    }
}
