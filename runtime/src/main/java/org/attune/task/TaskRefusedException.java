package org.attune.task;

/** No worker that is there could ever run a function: it asks for more than any of them has. The message tells the nearest miss. */
public final class TaskRefusedException extends RemoteException {
    private static final long serialVersionUID = 1L;

    TaskRefusedException(String message) {
        super(message);
    }
}
