package org.attune.cli.slurm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Tells the other tasks of a step when its first is killed, even with {@code kill -9}: a shell that waits for this
 * process to be gone. Where it dies with its whole node, the others find out by themselves, though later.
 */
final class LastBreath implements AutoCloseable {
    /** It writes nothing where the end was in order; the mark comes into its place whole. */
    private static final String SCRIPT = "trap '' TERM INT HUP USR1; read -r line; "
            + "[ -e \"$1\" ] || { umask 077; echo \"$2\" >\"$1.last\" && mv \"$1.last\" \"$1\"; rm -f \"$3\"; }";

    private final Process shell;

    /** @param key which nobody needs any more */
    LastBreath(Path mark, String word, Path key) throws IOException {
        shell = new ProcessBuilder("sh", "-c", SCRIPT, "attune-last-breath", mark.toString(), word, key.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** After an end in order, which is marked. */
    @Override
    public void close() throws IOException {
        shell.getOutputStream().close();
        try {
            shell.waitFor(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
