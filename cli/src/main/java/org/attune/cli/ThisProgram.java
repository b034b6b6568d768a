package org.attune.cli;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The program that runs here, to be started once more. */
public final class ThisProgram {
    private ThisProgram() {}

    /** The file that it was started from, which is not the one that Java reads (stub.sh). */
    public static Path file() {
        String started = System.getProperty("attune.file");
        if (started != null) {
            return Path.of(started);
        }
        try {
            return Path.of(ThisProgram.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
