package org.attune.carry;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.attune.machine.Sizes;

/** Room on disks, looked at before much is written. */
final class Space {
    private static final long RESERVE = 16L << 20;

    private Space() {}

    /** @throws FileSystemException if there is not that much */
    static void check(Path folder, long bytes) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (bytes + RESERVE > free) {
            throw new FileSystemException(
                    folder + " (for " + Sizes.text(bytes) + ", where " + Sizes.text(free) + " are free)",
                    null,
                    "No space left on device");
        }
    }
}
