package org.attune.trial.python;

import java.nio.file.Path;
import java.util.Map;
import org.attune.HomeFolder;

/** Where Attune keeps what it can make again: {@code $ATTUNE_CACHE}, else {@code $XDG_CACHE_HOME/attune}, else {@code ~/.cache/attune}. */
public final class CacheFolder {
    private CacheFolder() {}

    public static Path of(Map<String, String> environment) {
        String own = environment.getOrDefault("ATTUNE_CACHE", "");
        if (!own.isEmpty()) {
            return Path.of(own).toAbsolutePath();
        }
        String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path caches = shared.startsWith("/")
                ? Path.of(shared)
                : HomeFolder.of(environment).resolve(".cache");
        return caches.resolve("attune");
    }
}
