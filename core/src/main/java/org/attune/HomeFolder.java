package org.attune;

import java.nio.file.Path;
import java.util.Map;

/** The user's folder. */
public final class HomeFolder {
    private HomeFolder() {}

    /** {@code $HOME}, as shells and Python have it; what Java takes for it, which is the account's, only where that is not set. */
    public static Path of(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home") : home);
    }

    /** {@code ~/.attune}: what Attune keeps for itself of a user's clusters. */
    public static Path own(Map<String, String> environment) {
        return of(environment).resolve(".attune");
    }
}
