package org.attune.task;

import java.io.Serializable;

/**
 * A function that can run on another machine. A lambda takes along the variables that it uses, which must be serialisable. What
 * runs is a copy.
 *
 * @param <T> what it returns: serialisable, 64 MB at most
 */
@FunctionalInterface
public interface RemoteFunction<T> extends Serializable {

    /**
     * Runs it, on a thread of a worker. An interrupt means that it was cancelled or its deadline has passed.
     *
     * @throws Exception arrives at the caller's as it was thrown
     */
    T call() throws Exception;
}
