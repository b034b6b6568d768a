package org.attune.carry;

import java.io.IOException;

/** The peer could not do its part, and said why. */
final class PeerFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    PeerFailedException(String message) {
        super(message);
    }
}
