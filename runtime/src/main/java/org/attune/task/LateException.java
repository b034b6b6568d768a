package org.attune.task;

/** A function's deadline passed before it ended; it was interrupted. */
public final class LateException extends RemoteException {
    private static final long serialVersionUID = 1L;

    LateException(String message) {
        super(message);
    }
}
