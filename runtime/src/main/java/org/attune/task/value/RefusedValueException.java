package org.attune.task.value;

import java.io.IOException;

/** Bytes of a peer hold what may not be read; nothing of it was. */
public final class RefusedValueException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedValueException(String message, Throwable cause) {
        super(message, cause);
    }
}
