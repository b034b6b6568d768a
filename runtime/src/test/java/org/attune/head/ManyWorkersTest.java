package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Many workers join, half of them are lost, and all find the next head. {@code -Dattune.test.workers=1000} for more. */
class ManyWorkersTest {
    private final int count = Integer.getInteger("attune.test.workers", 50);

    @Test
    void allJoinHalfAreLostAndAllFindTheNextHead() {
        HeadWorld world = new HeadWorld();
        FakeTuner tuner = new FakeTuner();
        ClusterRunner runner = world.runner(Demands.cpus(1), OptionalInt.empty());
        tuner.drive(runner);
        long begin = System.nanoTime();
        List<FakeWorker> workers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            workers.add(world.worker("n" + i, 2));
        }
        workers.forEach(worker -> worker.dial(world.roster));
        world.links.runAll();
        begin = said("joined", begin);
        assertThat(world.names()).hasSize(count);
        for (int i = 0; i < 2 * count; i++) {
            assertThat(tuner.start()).isPresent();
        }
        assertThat(tuner.start()).isEmpty();
        world.links.runAll();
        begin = said("given two trials each", begin);
        workers.subList(0, count / 2).forEach(FakeWorker::cut);
        world.links.runAll();
        begin = said("half suspected", begin);
        world.pass(HeadWorld.TERMS.lostAfter());
        tuner.settleAll();
        world.links.runAll();
        begin = said("half lost", begin);
        assertThat(tuner.ends).hasSize(2 * (count / 2));
        assertThat(tuner.ends.keySet()).allMatch(tuner::isLost);
        world.startHead();
        runner = world.runner(Demands.cpus(1), OptionalInt.empty());
        tuner.drive(runner);
        tuner.reserveInVain();
        workers.forEach(worker -> worker.dial(world.roster));
        world.links.runAll();
        said("all at the next head", begin);
        world.pass(Duration.ofMinutes(2));
        tuner.settleAll();
        world.links.runAll();
        assertThat(world.names()).hasSize(count);
        assertThat(tuner.ends).as("no false loss").hasSize(2 * (count / 2));
        assertThat(workers.stream().mapToInt(worker -> worker.trials.size()).sum())
                .isEqualTo(tuner.running.size());
    }

    private long said(String what, long begin) {
        long now = System.nanoTime();
        System.out.printf("ManyWorkersTest: %d workers, %s: %.2f s%n", count, what, (now - begin) / 1e9);
        return now;
    }
}
