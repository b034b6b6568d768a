package org.attune.task;

/** The worker that ran a function was lost, more often than the function may be retried. */
public final class WorkerLostException extends RemoteException {
    private static final long serialVersionUID = 1L;

    WorkerLostException(String message) {
        super(message);
    }
}
