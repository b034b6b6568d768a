package org.attune.scheduler;

/** What a report, or the end of a trial, leads to. A trial of which nothing is said goes on. */
public sealed interface Decision {

    /** The trial interrupts itself and may go on later. */
    record Pause(int trial) implements Decision {}

    /** The trial, running or paused, is not worth more. */
    record Stop(int trial) implements Decision {}

    /** The trial has had all its steps. */
    record Complete(int trial) implements Decision {}

    /** The sampler learns a result; {@code loss} is positive infinity for a crash. */
    record Observe(int trial, int budget, double loss) implements Decision {}
}
