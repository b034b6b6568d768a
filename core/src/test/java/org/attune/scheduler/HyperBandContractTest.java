package org.attune.scheduler;

import org.attune.spec.SchedulerSpec;

class HyperBandContractTest extends SchedulerContract {
    @Override
    Scheduler make() {
        return new HyperBand(HyperBandTable.of(new SchedulerSpec.HyperBand(27, 3, 1)));
    }
}
