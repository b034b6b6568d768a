package org.attune.client;

import java.io.IOException;

/** The head does not do what it was asked; the message is the head's. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String problem) {
        super(problem);
    }
}
