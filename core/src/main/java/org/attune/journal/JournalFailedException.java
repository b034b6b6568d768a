package org.attune.journal;

import java.io.IOException;
import java.nio.file.Path;

/** The journal could not be written. Final: nothing is written any more until it is opened again. */
public final class JournalFailedException extends JournalException {
    private static final long serialVersionUID = 1L;

    JournalFailedException(Path file, IOException cause) {
        this(file, DiskProblem.reason(cause), DiskProblem.remedy(cause), cause);
    }

    JournalFailedException(Path file, Throwable cause) {
        this(file, cause.toString(), "Remove the reason", cause);
    }

    /** It could not even be opened. */
    static JournalFailedException atOpening(Path folder, IOException cause) {
        return new JournalFailedException(
                folder + " cannot be written: " + DiskProblem.reason(cause) + "." + DiskProblem.owner(folder) + " "
                        + DiskProblem.remedy(cause)
                        + ", or name another folder by ATTUNE_RESULTS.",
                cause);
    }

    private JournalFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    private JournalFailedException(Path file, String reason, String remedy, Throwable cause) {
        super(
                file + " cannot be written: " + reason + ". What was acknowledged is safe. " + remedy
                        + ", then run the same command again to go on.",
                cause);
    }
}
