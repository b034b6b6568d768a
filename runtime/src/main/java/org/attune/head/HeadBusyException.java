package org.attune.head;

import java.io.IOException;
import java.nio.file.Path;
import org.attune.journal.Head;

/** Another head is at work for the cluster. */
public final class HeadBusyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Head head;

    HeadBusyException(Path folder, Head head) {
        super("the cluster in " + folder + " has a head: process " + head.pid() + " on " + head.host() + " since "
                + head.since() + ".");
        this.head = head;
    }

    /** The head at work. */
    public Head head() {
        return head;
    }
}
