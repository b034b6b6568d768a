package org.attune.wire;

import java.io.IOException;

/** A cluster cannot be found, reached or trusted; the message says why and what to do. */
public final class ClusterProblem extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean isLasting;

    public ClusterProblem(String message) {
        this(message, null);
    }

    public ClusterProblem(String message, Throwable cause) {
        this(message, cause, false);
    }

    private ClusterProblem(String message, Throwable cause, boolean isLasting) {
        super(message, cause);
        this.isLasting = isLasting;
    }

    static ClusterProblem lasting(String message) {
        return new ClusterProblem(message, null, true);
    }

    /** Whether it stays as it is until somebody puts it right: a head that is waited for will not. */
    public boolean isLasting() {
        return isLasting;
    }
}
