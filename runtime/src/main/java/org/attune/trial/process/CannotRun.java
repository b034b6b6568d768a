package org.attune.trial.process;

import java.io.IOException;

/** There is no such program, or the system refuses to run it. */
public final class CannotRun extends IOException {
    private static final long serialVersionUID = 1L;

    private final int exit;

    CannotRun(int exit, String message) {
        super(message);
        this.exit = exit;
    }

    /** What a shell would have ended with: 127 if there is no such program, else 126. */
    public int exit() {
        return exit;
    }
}
