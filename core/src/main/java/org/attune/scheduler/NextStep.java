package org.attune.scheduler;

import java.util.OptionalInt;

/** What a free slot should do. */
public sealed interface NextStep {

    /**
     * Create a trial and run it.
     *
     * @param bracket where it belongs
     * @param until step at which the scheduler decides on it
     */
    record Start(int bracket, OptionalInt until) implements NextStep {}

    /** Let a paused trial go on. */
    record Resume(int trial) implements NextStep {}

    /** Nothing to do before something else has happened. */
    record Wait() implements NextStep {}

    /** Nothing to do any more. */
    record Done() implements NextStep {}
}
