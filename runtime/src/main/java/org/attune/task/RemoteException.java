package org.attune.task;

/** A remote function did not end by itself, or what it threw cannot be an exception here; the message tells all that is known. */
public class RemoteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RemoteException(String message) {
        super(message);
    }

    public RemoteException(String message, Throwable cause) {
        super(message, cause);
    }
}
