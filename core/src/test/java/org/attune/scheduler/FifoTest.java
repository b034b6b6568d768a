package org.attune.scheduler;

class FifoTest extends SchedulerContract {
    @Override
    Scheduler make() {
        return new Fifo();
    }
}
