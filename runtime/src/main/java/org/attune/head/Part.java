package org.attune.head;

import java.util.List;
import org.attune.tuner.Signal;

/** What of an attempt runs on one worker. */
final class Part {
    final int rank;

    /** Its name, under which it is also known while it has not come back. */
    String worker;

    final List<String> gpus;

    /** Null as long as it is expected there. */
    WorkerHandle handle;

    /** Null while it runs. */
    Signal.AttemptOver over;

    /** Whether its worker was given up: whatever is there is not wanted any more. */
    boolean isFenced;

    Part(int rank, String worker, List<String> gpus, WorkerHandle handle) {
        this.rank = rank;
        this.worker = worker;
        this.gpus = gpus;
        this.handle = handle;
    }

    boolean isOver() {
        return over != null;
    }
}
