package org.attune.journal;

import java.nio.file.Path;

/** Another head is at work on the study. */
public final class StudyBusyException extends JournalException {
    private static final long serialVersionUID = 1L;

    private final transient Head head;
    private final boolean isHere;

    /** @param isHere whether it is a process of this machine */
    StudyBusyException(Path folder, Head head, boolean isHere) {
        super("the study in " + folder + " is being run by process " + head.pid() + " on " + head.host() + " since "
                + head.since() + ". Wait for it, or end it there (kill " + head.pid()
                + "); if it is certain that it is dead, add --take-over.");
        this.head = head;
        this.isHere = isHere;
    }

    /** The head at work. */
    public Head head() {
        return head;
    }

    /** Whether it is a process of this machine, and so alive for certain; one elsewhere has only given a sign of life a moment ago. */
    public boolean isHere() {
        return isHere;
    }
}
