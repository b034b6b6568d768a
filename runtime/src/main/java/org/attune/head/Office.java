package org.attune.head;

import java.util.Collection;
import java.util.List;
import org.attune.wire.ToHead;

/**
 * A part of the head that has to do with workers. Methods are called one at a time for each worker, in order: {@link #joined} with each (re)join, before all messages that follow
 * it; {@link #lost} once, when the worker has left or has not come back in time. They must not block.
 */
public interface Office {

    /** Whether an attempt that a joining worker knows is wanted: one that no part wants is ended there and forgotten. Asked before {@link #joined}. */
    default boolean wants(String worker, ToHead.Known attempt) {
        return false;
    }

    /** Ids of studies that it has to do with: what a joining worker keeps for any other can go. Asked after {@link #joined}. */
    default Collection<String> studies() {
        return List.of();
    }

    default void joined(WorkerHandle worker, ToHead.Hello hello) {}

    /** @return whether the message was for this office */
    default boolean take(WorkerHandle worker, ToHead message) {
        return false;
    }

    /** @param why for people */
    default void lost(WorkerHandle worker, String why) {}
}
