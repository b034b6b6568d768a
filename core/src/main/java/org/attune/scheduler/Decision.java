package org.attune.scheduler;

/** What a report, or the end of a trial, leads to. */
public sealed interface Decision {

    /** A running trial interrupts itself and may go on later. */
    record Pause(int trial) implements Decision {}

    /** A running or paused trial is not worth more. */
    record Stop(int trial) implements Decision {}

    /** A running trial has had all its steps. */
    record Complete(int trial) implements Decision {}

    /** A running trial goes on without a break, now until another step. */
    record Extend(int trial, int until) implements Decision {}

    /** The sampler learns a result; {@code loss} is positive infinity for a crash. */
    record Observe(int trial, int budget, double loss) implements Decision {}
}
