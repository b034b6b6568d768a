package org.attune.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.attune.HomeFolder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The private folder by which head, workers and clients of a cluster find and trust each other: mode 0700, with {@code head.json} (where the head is), {@code key.pem} and what the
 * head keeps. What is read from it is trusted, and so its owner and mode are checked first.
 */
public final class ClusterFolder {
    private static final String HEAD = "head.json";
    private static final String KEY = "key.pem";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private final Path path;

    private ClusterFolder(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    /** Where a user's cluster is unless told otherwise: {@code ATTUNE_CLUSTER}, else {@code ~/.attune/cluster}. */
    public static Path usual(Map<String, String> environment) {
        String named = environment.getOrDefault("ATTUNE_CLUSTER", "");
        return named.isBlank() ? HomeFolder.own(environment).resolve("cluster") : Path.of(named);
    }

    /**
     * The folder, made where there is none.
     *
     * @throws ClusterProblem if it is not this user's alone
     */
    public static ClusterFolder make(Path path) throws IOException {
        Privacy.folder(path);
        return new ClusterFolder(path);
    }

    /** The folder, which need not be there (yet). */
    public static ClusterFolder at(Path path) {
        return new ClusterFolder(path);
    }

    /** Absolute. */
    public Path path() {
        return path;
    }

    /**
     * The cluster's key, if there is one.
     *
     * @throws ClusterProblem if folder or file are not this user's alone, or the file holds no key
     */
    public Optional<ClusterKey> key() throws IOException {
        Privacy.refuseFile(path);
        try {
            Privacy.check(path);
            return Optional.of(ClusterKey.read(path.resolve(KEY)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The cluster's key, made where there is none. For heads, one at a time. */
    public ClusterKey keyOrNew() throws IOException {
        Optional<ClusterKey> key = key();
        if (key.isPresent()) {
            return key.get();
        }
        ClusterKey made = ClusterKey.make();
        made.write(path.resolve(KEY));
        return made;
    }

    /** Makes known where the head is: durable, whole or not at all. */
    public void announce(HeadAddress head) throws IOException {
        Privacy.check(path);
        Privacy.write(path.resolve(HEAD), JSON.writeValueAsBytes(head));
    }

    /**
     * Where the head is, or was.
     *
     * @throws ClusterProblem if folder or file are not this user's alone, or the file is none of Attune's
     */
    public Optional<HeadAddress> head() throws IOException {
        Path file = path.resolve(HEAD);
        Privacy.refuseFile(path);
        try {
            Privacy.check(path);
            Privacy.check(file);
            return Optional.of(JSON.readValue(Files.readAllBytes(file), HeadAddress.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new ClusterProblem(
                    file + " is damaged and does not tell where a head is. Remove it, and start the head again.", e);
        }
    }

    /** Puts a durable file of this user alone in its place, whole or not at all. */
    public static void write(Path file, String text) throws IOException {
        Privacy.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes the head unknown, if it is this one still. */
    public void forget(HeadAddress head) throws IOException {
        if (head().equals(Optional.of(head))) {
            Files.deleteIfExists(path.resolve(HEAD));
        }
    }
}
