package org.attune.task;

import java.io.Serializable;

/**
 * A function of an argument that can run on another machine. It travels once for many arguments: one copy serves the calls of a slot, one after the other.
 *
 * @param <A> argument, serialisable
 * @param <T> what it returns: serialisable, 64 MB at most
 */
@FunctionalInterface
public interface RemoteMapping<A, T> extends Serializable {

    /** What it throws arrives at the client as it was thrown. */
    T apply(A argument) throws Exception;
}
