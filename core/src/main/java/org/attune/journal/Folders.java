package org.attune.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Making names durable. */
final class Folders {
    private Folders() {}

    /** Makes the names in a folder durable, where the system can. */
    static void sync(Path folder) {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException notSupported) {
            // Some systems do not open folders; they have no other way either.
            return;
        }
    }
}
