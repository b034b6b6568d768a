package org.attune.worker;

import org.attune.wire.Connection;
import org.attune.wire.Link;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;

/** A part of a worker that has its own affairs with the head, as the head's offices have with workers. Methods are called one at a time, in order, and must not block. */
public interface WorkerOffice extends AutoCloseable {

    /**
     * The worker has joined (again): what the head has not settled is to be said again. Signals of attempts have been.
     *
     * @param connection for further streams
     * @param head takes messages until {@link #lost}
     */
    default void joined(Connection connection, Link<ToHead> head, ToWorker.Welcome welcome) {}

    /** @return whether the message was for this office */
    default boolean take(ToWorker message) {
        return false;
    }

    /** The link is lost; there will be another, or not. */
    default void lost() {}

    /** The worker leaves: nothing new is to be begun. {@code now}: what runs is to be ended. */
    default void leave(boolean now) {}

    /** Whether something of it still runs or is not settled, for which a worker that leaves waits. */
    default boolean isBusy() {
        return false;
    }

    @Override
    default void close() {}
}
