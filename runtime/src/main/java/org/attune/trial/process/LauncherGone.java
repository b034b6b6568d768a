package org.attune.trial.process;

import java.io.IOException;

/** The launcher has died, or is of no use here. */
final class LauncherGone extends IOException {
    private static final long serialVersionUID = 1L;

    LauncherGone(String message) {
        super(message);
    }
}
