package org.attune.task;

/** No worker of the cluster could ever run a function; the message tells the nearest miss. */
public final class TaskRefusedException extends RemoteException {
    private static final long serialVersionUID = 1L;

    TaskRefusedException(String message) {
        super(message);
    }
}
