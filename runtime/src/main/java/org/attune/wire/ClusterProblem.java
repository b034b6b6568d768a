package org.attune.wire;

import java.io.IOException;

/** A cluster cannot be found, reached or trusted; the message says why and what to do. */
public final class ClusterProblem extends IOException {
    private static final long serialVersionUID = 1;

    public ClusterProblem(String message) {
        super(message);
    }

    public ClusterProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
