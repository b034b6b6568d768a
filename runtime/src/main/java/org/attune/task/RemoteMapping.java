package org.attune.task;

import java.io.Serializable;

/**
 * A function of an argument that can run on another machine. It travels once for many arguments; a worker uses one copy of it for
 * several calls, one after the other.
 *
 * @param <A> argument, serialisable
 * @param <T> what it returns: serialisable, 64 MB at most
 */
@FunctionalInterface
public interface RemoteMapping<A, T> extends Serializable {

    /**
     * Runs it, on a thread of a worker. An interrupt means that it was cancelled or its deadline has passed.
     *
     * @throws Exception arrives at the caller's as it was thrown
     */
    T apply(A argument) throws Exception;
}
