package org.attune.head;

import java.util.List;
import java.util.Optional;

/**
 * One that competes for the cluster's resources, a study or a session of tasks. Among those that wait, the one with the smallest dominant share goes first (Ghodsi et al.,
 * Dominant Resource Fairness, NSDI 2011). Thread-safe.
 */
public interface Tenant extends AutoCloseable {

    /** A place, if there is one now and it is this tenant's turn; else the tenant waits, and is called when it may try again. */
    Optional<Lease> reserve();

    /** Takes a place that a former head gave and that is in use, whether or not it is free by the books. */
    Lease occupy(List<Lease.Part> parts);

    /** Gives a place back. */
    void release(Lease lease);

    /** It no longer waits: it has nothing to start. */
    void rest();

    /** Whether another waits that has less: who holds places without need, or could give some back, should. */
    boolean isAskedToShare();

    /** What each of its places has, for people: {@code cpu: 8, gpu: 1, zone: a}. */
    String asks();

    /** Why it would not fit on any worker that is there even if nobody else had anything, with a remedy; absent if it would, or if there are none yet. */
    Optional<String> misfit();

    /** Why there is no place now, a line each; empty if there is one. */
    List<String> obstacles();

    /** How many more places there are now. */
    int room();

    /** Gives all back. */
    @Override
    void close();
}
