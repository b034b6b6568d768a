package org.attune.journal;

import java.nio.file.Path;

/** Another head has taken the study over; this one writes nothing more. */
public final class FencedException extends JournalException {
    private static final long serialVersionUID = 1L;

    FencedException(Path folder, long epoch) {
        super(
                "head " + epoch + " of the study in " + folder
                        + " has lost it: another head has taken it over. What was acknowledged is safe with that one; this one ends.");
    }
}
