package org.attune.head;

import org.attune.carry.HeadStore;
import org.attune.wire.ToHead;

/** Brings what trials print from workers to where the head keeps it. */
record Printed(HeadStore store) implements Office {

    @Override
    public boolean take(WorkerHandle worker, ToHead message) {
        if (!(message instanceof ToHead.Output output)) {
            return false;
        }
        store.output(output, worker::send);
        return true;
    }
}
