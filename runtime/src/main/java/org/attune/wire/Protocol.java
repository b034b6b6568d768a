package org.attune.wire;

/** What both ends must agree on. */
public final class Protocol {
    /** Raised whenever a message changes: head, workers and clients are of one version of Attune. */
    public static final int VERSION = 3;

    private Protocol() {}
}
