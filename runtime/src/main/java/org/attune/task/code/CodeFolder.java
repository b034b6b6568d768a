package org.attune.task.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where a session's jars and other large things lie at the head or on a worker, by content hash. Thread-safe. */
public final class CodeFolder {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;
    private final Map<String, Draft> drafts = new HashMap<>();

    private record Draft(Path file, MessageDigest digest, long size) {}

    /** @param folder private to this session and process; made when it is needed */
    public CodeFolder(Path folder) {
        this.folder = folder;
    }

    /** Where it lies, or would lie. */
    public Path path(String hash) {
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("this is no content hash: " + hash);
        }
        return folder.resolve(hash + ".jar");
    }

    public boolean has(String hash) {
        return Files.exists(path(hash));
    }

    /**
     * Takes a part; they come in order.
     *
     * @return whether it was the last
     * @throws IOException if the parts do not fit together, or are not what the hash says
     */
    public synchronized boolean take(String hash, long offset, long size, byte[] bytes) throws IOException {
        Path whole = path(hash);
        if (offset == 0) {
            Files.createDirectories(folder);
            Path file = folder.resolve(hash + ".part");
            Files.deleteIfExists(file);
            Files.createFile(file);
            drafts.put(hash, new Draft(file, Hashes.sha256(), 0));
        }
        Draft draft = drafts.get(hash);
        if (draft == null || draft.size() != offset || offset + bytes.length > size) {
            throw new IOException("parts of " + hash + " do not follow each other: byte " + offset + " of " + size);
        }
        Files.write(draft.file(), bytes, StandardOpenOption.APPEND);
        draft.digest().update(bytes);
        long now = offset + bytes.length;
        if (now < size) {
            drafts.put(hash, new Draft(draft.file(), draft.digest(), now));
            return false;
        }
        drafts.remove(hash);
        String came = Hashes.text(draft.digest());
        if (!came.equals(hash)) {
            Files.delete(draft.file());
            throw new IOException("what came as " + hash + " has the content hash " + came);
        }
        Files.move(draft.file(), whole, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    /** Reads at most that many bytes. */
    public byte[] read(String hash, long offset, int bytes) throws IOException {
        try (InputStream in = Files.newInputStream(path(hash))) {
            in.skipNBytes(offset);
            return in.readNBytes(bytes);
        }
    }

    public byte[] read(String hash) throws IOException {
        return Files.readAllBytes(path(hash));
    }

    public void drop(String hash) throws IOException {
        Files.deleteIfExists(path(hash));
    }

    public void delete() throws IOException {
        if (Files.exists(folder)) {
            List<Path> all;
            try (Stream<Path> walk = Files.walk(folder)) {
                all = walk.sorted(Comparator.reverseOrder()).toList();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            for (Path path : all) {
                Files.deleteIfExists(path);
            }
        }
    }
}
