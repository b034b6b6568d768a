package org.attune.head;

import java.io.IOException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import org.attune.journal.Head;

/** Another head is at work for the cluster. */
public final class HeadBusyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean isHere;

    /**
     * @param isHere whether it is a process of this machine
     * @param answers whether it answers
     */
    HeadBusyException(Path folder, Head head, boolean isHere, boolean answers) {
        super(
                "the cluster in " + folder + " has a head: process " + head.pid() + " on " + head.host() + " since "
                        + head.since().truncatedTo(ChronoUnit.SECONDS)
                        + (answers
                                ? ". 'attune cluster stop' ends it, with the cluster."
                                : ". It does not answer: it has only just begun, or is frozen. If it is surely dead, add --take-over."));
        this.isHere = isHere;
    }

    /** Whether that head is on this machine, so that its process is there for certain. */
    boolean isHere() {
        return isHere;
    }
}
