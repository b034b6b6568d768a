package org.attune.cli.space;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.attune.cli.BadInput;

/**
 * A file to write.
 *
 * @param force whether one that is there is written over
 */
record NewFile(Path path, boolean force) {

    void write(String text) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (Files.isDirectory(path)) {
            throw new BadInput(path + " is a folder, but a file is to be written.");
        } else if (folder != null && !Files.isDirectory(folder)) {
            throw new BadInput("there is no folder " + folder + " to write " + path.getFileName() + " in.");
        } else if (Files.isRegularFile(path) && !force) {
            throw new BadInput(path + " is there already. With --force it is written over.");
        }
        Files.writeString(path, text);
    }
}
