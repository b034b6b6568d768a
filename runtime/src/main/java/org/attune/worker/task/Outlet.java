package org.attune.worker.task;

import org.attune.wire.ToHead;

/** Where a worker's messages to its head go. Thread-safe. */
public interface Outlet {

    /** Sends, in order; what is sent while there is no link is dropped. */
    void send(ToHead message);

    /** Whether the head keeps up; false while there is no link. */
    boolean isReady();
}
