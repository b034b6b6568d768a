package org.attune.cli.slurm;

import java.io.IOException;

/** Signals of which Java knows nothing. By a shell: not every system has a program {@code kill}. */
public final class Kill {
    private Kill() {}

    /** {@code signal}: such as {@code USR1}. */
    public static void send(String signal, ProcessHandle to) {
        try {
            new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", signal, Long.toString(to.pid())).start();
        } catch (IOException e) {
            throw new IllegalStateException("there is no 'sh' on the PATH.", e);
        }
    }
}
