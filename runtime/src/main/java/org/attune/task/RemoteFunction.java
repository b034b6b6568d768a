package org.attune.task;

import java.io.Serializable;

/**
 * A function that can run on another machine. Written as a lambda, it takes along what it captures, which must be serialisable. It runs on a copy of its own.
 *
 * @param <T> what it returns: serialisable, 64 MB at most
 */
@FunctionalInterface
public interface RemoteFunction<T> extends Serializable {

    /** What it throws arrives at the client as it was thrown. */
    T call() throws Exception;
}
