package org.attune.worker;

import java.util.List;
import java.util.Optional;
import org.attune.wire.ToWorker.Gang;

/**
 * What the head of a cluster gave an attempt on this machine.
 *
 * @param gpus devices, by the ids under which the worker was granted them; the attempt sees no others
 * @param gang its place among the workers of a trial of several
 */
public record Place(List<String> gpus, Optional<Gang> gang) {
    public Place {
        gpus = List.copyOf(gpus);
    }

    /** Whether this is the part of a trial that speaks for it. */
    boolean speaks() {
        return gang.isEmpty() || gang.get().rank() == 0;
    }
}
