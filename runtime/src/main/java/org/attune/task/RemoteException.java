package org.attune.task;

/** A remote function did not come to an end of its own, or what it threw could not be brought here; the message tells all that is known. */
public class RemoteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RemoteException(String message) {
        super(message);
    }

    public RemoteException(String message, Throwable cause) {
        super(message, cause);
    }
}
