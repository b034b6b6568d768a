package org.attune.scheduler;

import java.util.OptionalInt;

class FifoTest extends SchedulerContract {
    @Override
    Scheduler make() {
        return new Fifo(OptionalInt.empty());
    }
}
