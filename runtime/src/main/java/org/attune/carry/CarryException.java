package org.attune.carry;

import java.io.IOException;

/** Files cannot be carried, for a reason that trying again does not remove; the message says why. */
public final class CarryException extends IOException {
    private static final long serialVersionUID = 1L;

    CarryException(String message) {
        super(message);
    }
}
