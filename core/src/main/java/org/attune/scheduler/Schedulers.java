package org.attune.scheduler;

import org.attune.spec.SchedulerSpec;
import org.attune.spec.StopRule;

/** Makes the scheduler that a study asks for. */
public final class Schedulers {
    private Schedulers() {}

    public static Scheduler create(SchedulerSpec spec, StopRule stop) {
        if (spec instanceof SchedulerSpec.HyperBand hyperBand) {
            return new HyperBand(HyperBandTable.of(hyperBand));
        } else if (spec instanceof SchedulerSpec.Fifo) {
            return new Fifo(stop.step());
        }
        throw new IllegalArgumentException("no scheduler for " + spec);
    }
}
