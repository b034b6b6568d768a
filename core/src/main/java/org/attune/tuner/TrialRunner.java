package org.attune.tuner;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs attempts somewhere: in this process, as local processes, far away, or in a simulation. It knows nothing of studies.
 *
 * <p>Commands come from one thread and return at once. Signals may come from any thread, from {@link #open} until {@link #close} has returned. For each
 * started attempt there is exactly one {@link Signal.AttemptOver}, after all its reports, also if it could not be started at all; each report is signalled in order, and
 * the trial waits for its {@link Command.Answer} if it can. What was not answered by {@link Command.Answer} or {@link
 * Command.Forget} may be signalled again, with the same numbers. A trial that is answered with a verdict and does not
 * end within the grace period is ended.
 */
public interface TrialRunner extends AutoCloseable {

    /**
     * Begins to take commands.
     *
     * @param signals takes what happens; does not block for long and does not throw
     */
    void open(Consumer<Signal> signals);

    /** How many attempts can run at once, as far as that is known now. */
    Capacity capacity();

    /**
     * Takes a place for one more attempt, if there is one: it is held until it is given back. Where
     * more can come to be than there were, a {@link Signal.Room} says so.
     *
     * @return name of the worker, to be named by {@link Command.Start}
     */
    Optional<String> reserve();

    /**
     * The same on a worker whose allocation does not end before {@code least}; others are passed over.
     */
    default Optional<String> reserve(Instant least) {
        return reserve();
    }

    /** When the allocation ends in which there is a place; absent if nobody knows of an end. */
    default Optional<Instant> until(String worker) {
        return Optional.empty();
    }

    /** What kind of machine it is, the same for machines on which the same takes the same time; empty if nobody knows. */
    default String kind(String worker) {
        return "";
    }

    /** Gives back a place: nothing will be started in it, or the end of what was has been taken note of. */
    void release(String worker);

    /** Whether the trial is not to be started in a place of {@link #reserve}, since its machine may be why it failed there: other trials are, and another place is found for it. */
    default boolean shuns(int trial, String worker) {
        return false;
    }

    void execute(Command command);

    /** Another head has the study: what runs elsewhere is that one's from now on, and {@link #close} leaves it alone. */
    default void handOver() {}

    /** Ends what still runs, at once, and waits until it is gone; no signal comes after it has returned. */
    @Override
    void close();
}
