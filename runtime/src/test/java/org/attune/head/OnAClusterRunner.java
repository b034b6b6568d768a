package org.attune.head;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.wire.AttemptKey;

/** Each test has a head with workers, and a study whose trials run there. */
abstract class OnAClusterRunner {
    static final Duration LOST = HeadWorld.TERMS.lostAfter();
    static final Duration LAST_HOPE = HeadWorld.TERMS.lastHope();
    final HeadWorld world = new HeadWorld();
    final FakeTuner tuner = new FakeTuner();
    ClusterRunner runner;

    void study(Demand demand) {
        runner = world.runner(demand, OptionalInt.empty());
        tuner.drive(runner);
        world.links.runAll();
    }

    static AttemptKey key(int trial) {
        return new AttemptKey(HeadWorld.STUDY, trial, 1);
    }

    static FakeTuner.Key tried(int trial) {
        return new FakeTuner.Key(trial, 1);
    }

    void start() {
        tuner.start().orElseThrow();
        world.links.runAll();
    }

    void settle() {
        tuner.settleAll();
        world.links.runAll();
    }

    void brokenWorker(String name, String problem) {
        FakeWorker broken = world.worker(name, 4);
        broken.problem = Optional.of(problem);
        broken.dial(world.roster);
        world.links.runAll();
    }
}
