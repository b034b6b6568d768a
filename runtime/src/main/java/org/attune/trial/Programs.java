package org.attune.trial;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.attune.machine.SearchPath;

/** Programs on the search path, and starting them. */
public final class Programs {
    private Programs() {}

    /** The program of that name that a search path, such as the value of {@code PATH}, finds first. */
    public static Optional<Path> find(String name, String searchPath) {
        return SearchPath.find(name, searchPath);
    }

    /**
     * Starts a process of this machine's own tools.
     *
     * @throws IOException saying what is missing
     */
    public static Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IOException(reason(builder.command().get(0), e), e);
        }
    }

    private static String reason(String program, IOException e) {
        String text = String.valueOf(e.getMessage());
        if (find(program, System.getenv().getOrDefault("PATH", "/usr/bin:/bin")).isEmpty()) {
            return "Trials are started by the programs 'setsid' (of util-linux) and 'sh', but there is no '" + program
                    + "' on the PATH. Attune runs trials on Linux only.";
        } else if (text.contains("error=24")) {
            return "A process cannot be started: too many open files. Raise 'ulimit -n', or lower max_parallel.";
        } else if (text.contains("error=11") || text.contains("error=12")) {
            return "A process cannot be started: this machine is short of memory or processes (" + text
                    + "). Maybe lower max_parallel.";
        } else if (text.contains("jspawnhelper") || text.contains("posix_spawn")) {
            return "A process cannot be started (" + text
                    + "). If the JDK was replaced while Attune ran, start Attune again.";
        }
        return "A process cannot be started: " + text;
    }
}
