package org.attune.journal;

import java.nio.file.Path;

/** Another head is at work on the study. */
public final class StudyBusyException extends JournalException {
    private static final long serialVersionUID = 1L;

    private final transient Head head;

    StudyBusyException(Path folder, Head head) {
        super("the study in " + folder + " is being run by process " + head.pid() + " on " + head.host() + " since "
                + head.since() + ". Wait for it, or end it there (kill " + head.pid()
                + "); if it is certain that it is dead, add --take-over.");
        this.head = head;
    }

    /** The head at work. */
    public Head head() {
        return head;
    }
}
