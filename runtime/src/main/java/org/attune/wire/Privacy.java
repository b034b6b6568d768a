package org.attune.wire;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that are this user's alone. */
final class Privacy {
    private static final Path SELF = Path.of("/proc/self");

    private Privacy() {}

    /**
     * That a file or folder belongs to this user, and nobody else may do anything with it.
     *
     * @throws NoSuchFileException if there is none
     * @throws ClusterProblem if not so
     */
    static void check(Path path) throws IOException {
        if (Files.exists(SELF)) {
            int owner = (int) Files.getAttribute(path, "unix:uid");
            int self = (int) Files.getAttribute(SELF, "unix:uid");
            if (owner != self) {
                throw ClusterProblem.lasting(path + " belongs to another user ("
                        + Files.getOwner(path).getName() + ", not "
                        + Files.getOwner(SELF).getName()
                        + "), and so is not trusted. Name a folder of your own with --cluster or ATTUNE_CLUSTER.");
            }
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
        if (mode.stream().anyMatch(permission -> !permission.name().startsWith("OWNER"))) {
            boolean folder = Files.isDirectory(path);
            throw ClusterProblem.lasting("others may get at " + path + " (" + PosixFilePermissions.toString(mode)
                    + "), which must be yours alone: whoever reads what is in it can run programs as you. 'chmod "
                    + (folder ? "700 " : "600 ") + path + "' closes it. If others may have read it already, "
                    + (folder ? "remove key.pem in it" : "remove it")
                    + " while no head runs: the next one makes a new key.");
        }
    }

    /** A folder of mode 0700, made with those above it where there is none, and checked. */
    static void folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            refuseFile(folder);
            make(folder);
        }
        check(folder);
    }

    private static void make(Path folder) throws ClusterProblem {
        try {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            String why = e instanceof AccessDeniedException
                    ? "no permission"
                    : e instanceof FileSystemException refused && refused.getReason() != null
                            ? refused.getReason()
                            : "the system does not allow it";
            throw ClusterProblem.lasting("the folder " + folder + " cannot be made: " + why
                    + ". Name another one with --cluster or ATTUNE_CLUSTER.");
        }
    }

    /**
     * That neither this path nor one above it is a file where a folder is meant.
     *
     * @throws ClusterProblem if so
     */
    static void refuseFile(Path folder) throws ClusterProblem {
        for (Path path = folder; path != null; path = path.getParent()) {
            if (Files.exists(path) && !Files.isDirectory(path)) {
                throw ClusterProblem.lasting(path + " is a file, and not the folder of a cluster"
                        + (path == folder ? "" : ", nor can " + folder + " be in it")
                        + ". Name a folder with --cluster or ATTUNE_CLUSTER.");
            }
        }
    }

    /** Puts a durable file of mode 0600 in its place, whole or not at all. */
    static void write(Path file, byte[] bytes) throws IOException {
        Path draft = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "." + file.getFileName(),
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.write(java.nio.ByteBuffer.wrap(bytes));
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
