package org.attune.spec;

/** Which scheduler, with its settings. */
public sealed interface SchedulerSpec {

    /** Every trial runs to its end. */
    record Fifo() implements SchedulerSpec {}

    /**
     * HyperBand (Li et al. 2018).
     *
     * @param maxStep steps of a trial that gets through every rung, at least 1
     * @param eta each rung keeps one in {@code eta} trials and gives it {@code eta} times the steps; at least 2
     * @param minStep fewest steps of a trial, in [1, maxStep]
     */
    record HyperBand(int maxStep, int eta, int minStep) implements SchedulerSpec {}
}
