package org.attune.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.attune.journal.DiskProblem;

/**
 * A file to write.
 *
 * @param force whether one that is there is written over
 */
public record NewFile(Path path, boolean force) {

    public void write(String text) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (Files.isDirectory(path)) {
            throw new BadInput(path + " is a folder, but a file is to be written.");
        } else if (folder != null && !Files.isDirectory(folder)) {
            throw new BadInput("there is no folder " + folder + " to write " + path.getFileName() + " in.");
        } else if (Files.isRegularFile(path) && !force) {
            throw new BadInput(path + " is there already. With --force it is written over.");
        }
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                Files.writeString(path, text);
            } else {
                replace(Files.exists(path) ? path.toRealPath() : path, text);
            }
        } catch (IOException e) {
            String reason = e instanceof NoSuchFileException ? "a file cannot be made there" : DiskProblem.reason(e);
            throw new FileSystemException(path.toString(), null, reason);
        }
    }

    /** Whole or not at all: what was there is kept if the disk is full. */
    private static void replace(Path file, String text) throws IOException {
        Path unfinished = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".unfinished");
        try {
            Files.writeString(unfinished, text);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
