package org.attune.carry;

import java.io.IOException;

/** A stream ended before all was said; on another one the same may succeed. */
public final class LinkLostException extends IOException {
    private static final long serialVersionUID = 1L;

    LinkLostException(String message) {
        super(message);
    }
}
