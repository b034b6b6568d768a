package org.attune.scheduler;

import org.attune.spec.SchedulerSpec;

/** Makes the scheduler that a study asks for. */
public final class Schedulers {
    private Schedulers() {}

    public static Scheduler create(SchedulerSpec spec) {
        if (spec instanceof SchedulerSpec.HyperBand hyperBand) {
            return new HyperBand(HyperBandTable.of(hyperBand));
        } else if (spec instanceof SchedulerSpec.Fifo) {
            return new Fifo();
        }
        throw new IllegalArgumentException("no scheduler for " + spec);
    }
}
