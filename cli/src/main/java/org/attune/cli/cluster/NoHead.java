package org.attune.cli.cluster;

import java.io.IOException;

/** No head can be reached now, but soon there may be one; the message says where it was looked for, and how one is started. */
public final class NoHead extends IOException {
    private static final long serialVersionUID = 1L;

    NoHead(String message) {
        super(message);
    }

    NoHead(String message, Throwable cause) {
        super(message, cause);
    }
}
