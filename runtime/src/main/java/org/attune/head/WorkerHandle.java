package org.attune.head;

import org.attune.wire.Grants;
import org.attune.wire.ToWorker;

/** A worker that is there, or was a moment ago. Thread-safe. */
public interface WorkerHandle {

    /** Unique among all workers of this head; the same again when the same process joins again. */
    String name();

    Grants grants();

    /** Sends, in order; what is sent while the link is lost is dropped, and told anew when the worker joins again. */
    void send(ToWorker message);

    /** Whether the worker keeps up with what it is sent. */
    boolean isReady();
}
