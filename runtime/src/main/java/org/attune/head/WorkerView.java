package org.attune.head;

import java.time.Instant;
import java.util.Map;
import org.attune.wire.Grants;

/**
 * A worker, for people.
 *
 * @param free what of its grants nobody holds, in the units of {@link Demand}
 * @param since when it joined, or when what {@code state} says began
 * @param passedOver why studies take no places there, by their names
 * @param note what else there is to say: why it leaves, how its link was lost; or empty
 */
public record WorkerView(
        String name,
        State state,
        Grants grants,
        Map<String, Double> free,
        Map<String, String> passedOver,
        Instant since,
        String note) {

    /** How a worker stands to the head. */
    public enum State {
        JOINED,
        /** Its link is lost, and it may come back. */
        SUSPECT,
        /** It starts nothing more. */
        LEAVING
    }
}
