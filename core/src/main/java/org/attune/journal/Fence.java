package org.attune.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Shuts out a former head that may still live and holds the journal open: the journal becomes another file. */
final class Fence {
    private Fence() {}

    /** What a deposed head's file is called until it is fenced. */
    static Path mark(Path headFile) {
        return headFile.resolveSibling(headFile.getFileName().toString().replace("head-", "fenced-"));
    }

    /** Fences every deposed head, also those that a head which has died since had deposed. */
    static void raise(Path folder, Path journal, Ownership ownership) throws IOException {
        if (isEmpty(folder, "fenced-*.json")) {
            return;
        }
        // A former head may be frozen just before it puts its own copy in place. Without the copy it fails there.
        deleteAll(folder, ".journal-*.copy");
        if (Files.exists(journal)) {
            replace(folder, journal, ownership);
        }
        forget(folder);
    }

    static void forget(Path folder) throws IOException {
        deleteAll(folder, "fenced-*.json");
    }

    private static void replace(Path folder, Path journal, Ownership ownership) throws IOException {
        Path copy = folder.resolve(".journal-" + ownership.head().epoch() + ".copy");
        try (FileChannel old = FileChannel.open(journal, StandardOpenOption.READ);
                FileChannel fresh = FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ownership.check();
            long copied = copy(old, fresh, 0);
            fresh.force(true);
            Files.move(copy, journal, StandardCopyOption.ATOMIC_MOVE);
            // The old head may have written on until the very moment of the move.
            copy(old, fresh, copied);
            fresh.force(true);
            Folders.sync(folder);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static long copy(FileChannel from, FileChannel to, long start) throws IOException {
        long position = start;
        while (true) {
            long moved = from.transferTo(position, 1 << 24, to);
            if (moved <= 0) {
                return position;
            }
            position += moved;
        }
    }

    private static boolean isEmpty(Path folder, String glob) throws IOException {
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, glob)) {
            return !paths.iterator().hasNext();
        }
    }

    private static void deleteAll(Path folder, String glob) throws IOException {
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, glob)) {
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        }
    }
}
