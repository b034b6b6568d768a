package org.attune.cli;

import java.io.PrintWriter;
import java.util.Optional;
import org.attune.cli.live.Screen;

/** Where somebody sits, a changed space is asked about; elsewhere it needs {@code --accept-changes}. */
final class Acceptance {
    private Acceptance() {}

    /** Whether anybody can answer. */
    static boolean canBeAsked(Optional<Screen> terminal) {
        return terminal.isPresent() && System.console() != null;
    }

    /**
     * Asks.
     *
     * @param changes what has changed
     * @throws BadInput if the study is not to go on
     */
    static void ask(String changes, PrintWriter err) {
        err.print("attune: " + changes + "\nGo on in the new space? [y/N] ");
        err.flush();
        String answer = System.console().readLine();
        if (answer == null || !answer.strip().matches("(?i)y(es)?")) {
            throw new BadInput("the study is left as it is.");
        }
    }
}
