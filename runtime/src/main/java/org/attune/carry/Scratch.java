package org.attune.carry;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.checkpoint.FileTrees;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's private folder on the disk of its machine, {@code attune-worker-PID-...} with mode 0700. It is locked as long as the worker lives, so that the next one can tell what a killed one
 * left, and removes it.
 */
final class Scratch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);
    private static final String PREFIX = "attune-worker-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-.*");
    private static final String LOCK = ".lock";
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final Pattern STUDY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,200}");

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;
    private final AtomicInteger places = new AtomicInteger();

    Scratch(Path parent) throws IOException {
        Files.createDirectories(parent);
        folder = Files.createTempDirectory(
                parent, PREFIX + ProcessHandle.current().pid() + "-");
        channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock = channel.lock();
        removeLeft(parent);
    }

    /** A new place for what belongs to a study, in nobody else's way; not made here. */
    Path place(String id) {
        if (!STUDY.matcher(id).matches()) {
            throw new IllegalArgumentException("'" + id + "' is no id of a study.");
        }
        return folder.resolve(id + "-" + places.incrementAndGet());
    }

    /** Where something else lies: no study has such an id. */
    Path other(String name) {
        return folder.resolve("." + name);
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
            FileTrees.delete(folder);
        } catch (IOException e) {
            LOG.warn("Cannot remove {}: {}", folder, e.toString());
        }
    }

    private void removeLeft(Path parent) throws IOException {
        String own = Long.toString(ProcessHandle.current().pid());
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path left : folders) {
                Matcher name = NAME.matcher(left.getFileName().toString());
                // To open and close the lock file of this very process would let go of its lock.
                if (name.matches() && !name.group(1).equals(own)) {
                    removeIfAbandoned(left);
                }
            }
        }
    }

    private void removeIfAbandoned(Path left) {
        try {
            if (isPrivate(left) && isUnlocked(left.resolve(LOCK))) {
                FileTrees.delete(left);
            }
        } catch (IOException e) {
            LOG.debug("{} is left alone.", left, e);
        }
    }

    /** Where others can write they could have it opened, or deleted, what they like: all may make folders of such names here. */
    private boolean isPrivate(Path left) throws IOException {
        PosixFileAttributes its = Files.readAttributes(left, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return its.isDirectory()
                && its.permissions().equals(PRIVATE)
                && its.owner().equals(Files.getOwner(folder));
    }

    private static boolean isUnlocked(Path lock) throws IOException {
        // A pipe would be waited for, for ever.
        if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel file = FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock free = file.tryLock()) {
            return free != null;
        }
    }
}
