package org.attune.task;

/** Workers that ran a function were lost more often than it may be started again; the message tells where it was tried. */
public final class WorkerLostException extends RemoteException {
    private static final long serialVersionUID = 1L;

    WorkerLostException(String message) {
        super(message);
    }
}
