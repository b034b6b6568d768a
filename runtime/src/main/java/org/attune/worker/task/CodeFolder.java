package org.attune.worker.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where jars and other code of sessions lie on this worker, by content hash. Kept as long as the worker lives: sessions share what is the same. Thread-safe. */
public final class CodeFolder {
    private final Path folder;

    /** @param folder private to this worker */
    public CodeFolder(Path folder) {
        this.folder = folder;
    }

    /** Where it lies, or would lie. */
    public Path path(String hash) {
        if (!hash.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("this is no content hash: " + hash);
        }
        return folder.resolve(hash);
    }

    public boolean has(String hash) {
        return Files.exists(path(hash));
    }

    /** A file to write to, until {@link #keep}. */
    Path draft(String hash) throws IOException {
        Files.createDirectories(folder);
        return Files.createTempFile(folder, path(hash).getFileName().toString(), ".part");
    }

    void keep(Path draft, String hash) throws IOException {
        Files.move(draft, path(hash), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
