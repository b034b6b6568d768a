package org.attune.carry;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    private static final Pattern STUDY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,200}");

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;
    private final AtomicInteger places = new AtomicInteger();

    Scratch(Path parent) throws IOException {
        Files.createDirectories(parent);
        removeLeft(parent);
        folder = Files.createTempDirectory(
                parent, PREFIX + ProcessHandle.current().pid() + "-");
        channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock = channel.lock();
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

    private static void removeLeft(Path parent) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path left : folders) {
                Matcher name = NAME.matcher(left.getFileName().toString());
                // To open and close the lock file of this very process would let go of its lock.
                boolean isOther = name.matches()
                        && Long.parseLong(name.group(1))
                                != ProcessHandle.current().pid();
                if (isOther && Files.isWritable(left) && isAbandoned(left)) {
                    FileTrees.delete(left);
                }
            }
        }
    }

    private static boolean isAbandoned(Path folder) {
        try (FileChannel file = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock free = file.tryLock()) {
            return free != null;
        } catch (IOException e) {
            LOG.debug("{} is left alone.", folder, e);
            return false;
        }
    }
}
