package org.attune.cli.slurm;

import java.io.IOException;

/** Signals of which Java knows nothing. */
public final class Kill {
    private Kill() {}

    /** {@code signal}: such as {@code USR1}. */
    public static void send(String signal, ProcessHandle to) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(to.pid())).start();
        } catch (IOException e) {
            throw new IllegalStateException("there is no 'kill' on the PATH.", e);
        }
    }
}
