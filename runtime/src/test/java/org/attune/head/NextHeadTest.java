package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.attune.study.Cause;
import org.junit.jupiter.api.Test;

/** How attempts that a former head started go on under the next. */
class NextHeadTest extends OnAClusterRunner {
    @Test
    void aNewHeadGoesOnWithWhatRuns() {
        FakeWorker worker = world.joined("n1", 2, "a", "b");
        study(Demands.of(1, 1, 1));
        start();
        start();
        worker.report(key(1));
        world.startHead();
        runner = world.runner(Demands.of(1, 1, 1), OptionalInt.empty());
        worker.dial(world.roster);
        world.links.runAll();
        tuner.drive(runner);
        tuner.reserveInVain();
        world.links.runAll();
        assertThat(tuner.reports(1)).isEqualTo(1);
        assertThat(tuner.start()).as("both places are taken").isEmpty();
        assertThat(worker.trials).hasSize(2);
        worker.end(key(0), Cause.FINISHED);
        world.links.runAll();
        assertThat(tuner.end(0).cause()).isEqualTo(Cause.FINISHED);
        start();
        assertThat(worker.trials.get(key(2)).launch.gpus()).containsExactly("a");
        world.pass(Duration.ofMinutes(5));
        assertThat(tuner.ends).hasSize(1);
    }

    @Test
    void aNewHeadWaitsForWorkersThatComeLater() {
        FakeWorker worker = world.joined("n1", 2);
        study(Demands.cpus(1));
        start();
        world.startHead();
        study(Demands.cpus(1));
        assertThat(runner.why(0))
                .containsExactly("attempt 1 ran on n1 when the last head ended: n1 is given 60 s to come back");
        world.pass(Duration.ofSeconds(59));
        worker.dial(world.roster);
        world.links.runAll();
        world.pass(Duration.ofSeconds(59));
        assertThat(tuner.ends).isEmpty();
        assertThat(runner.why(0)).containsExactly("attempt 1 runs on n1");
    }

    @Test
    void aNewHeadGivesUpWhatDoesNotComeBack() {
        FakeWorker worker = world.joined("n1", 2);
        study(Demands.cpus(1));
        start();
        world.startHead();
        study(Demands.cpus(1));
        world.pass(HeadWorld.TERMS.returning());
        assertThat(tuner.end(0).cause()).isEqualTo(Cause.NODE_LOST);
        assertThat(tuner.end(0).message()).contains("n1 did not come back within 60 s");
        worker.dial(world.roster);
        world.links.runAll();
        assertThat(worker.trials).isEmpty();
        assertThat(tuner.ends).hasSize(1);
    }

    @Test
    void aNewHeadGivesUpSoonWhatNoWorkerHasHeardOf() {
        FakeWorker worker = world.joined("n1", 2);
        study(Demands.cpus(1));
        tuner.start().orElseThrow();
        world.startHead();
        world.links.runAll();
        assertThat(worker.trials).as("it was decided, but not said").isEmpty();
        study(Demands.cpus(1));
        FakeWorker other = world.joined("n2", 2);
        assertThat(tuner.ends).isEmpty();
        worker.dial(world.roster);
        world.pass(Duration.ofSeconds(10));
        assertThat(tuner.end(0).cause()).isEqualTo(Cause.NODE_LOST);
        assertThat(tuner.end(0).message()).contains("n1 came back", "knows nothing of it");
        assertThat(other.trials).isEmpty();
    }

    @Test
    void aWorkerThatHadTheSameNameBeforeDoesNotAnswerForTheOneThatHadItLast() {
        FakeWorker cutOff = world.joined("n1", 2);
        cutOff.cut();
        world.pass(LOST);
        FakeWorker worker = world.worker("n1", 2);
        worker.boot = "another";
        worker.dial(world.roster);
        world.links.runAll();
        study(Demands.cpus(1));
        start();
        assertThat(worker.trials).hasSize(1);
        world.startHead();
        study(Demands.cpus(1));
        cutOff.dial(world.roster);
        world.pass(Duration.ofSeconds(9));
        worker.dial(world.roster);
        world.pass(Duration.ofMinutes(5));
        assertThat(tuner.ends).isEmpty();
        assertThat(worker.trials).hasSize(1);
        assertThat(runner.why(0)).containsExactly("attempt 1 runs on n1-2");
    }

    @Test
    void aNewHeadLooksWhatWasFoundBeforeItGivesUpWhatIsNot() {
        FakeWorker worker = world.joined("n1", 2);
        study(Demands.cpus(1));
        start();
        tuner.start().orElseThrow();
        world.startHead();
        runner = world.runner(Demands.cpus(1), OptionalInt.empty());
        worker.dial(world.roster);
        world.links.runAll();
        tuner.drive(runner);
        tuner.reserveInVain();
        world.pass(Duration.ofSeconds(10));
        assertThat(worker.trials).containsOnlyKeys(key(0));
        assertThat(tuner.ends).containsOnlyKeys(tried(1));
    }

    @Test
    void aNewProcessUnderTheNameOfOneThatIsAwaitedSaysNothingOfWhatThatOneHas() {
        FakeWorker worker = world.joined("n1", 2);
        study(Demands.cpus(1));
        start();
        world.startHead();
        study(Demands.cpus(1));
        FakeWorker stranger = new FakeWorker("n1", worker.grants, world.links);
        stranger.boot = "another";
        stranger.dial(world.roster);
        world.links.runAll();
        worker.dial(world.roster);
        world.links.runAll();
        assertThat(tuner.ends).isEmpty();
        assertThat(runner.why(0)).containsExactly("attempt 1 runs on n1-2");
    }

    @Test
    void whatIsKnownToRunIsWaitedForThoughAnotherCameBackByTheNameOfItsWorker() {
        FakeWorker worker = world.joined("n1", 2);
        study(Demands.cpus(1));
        start();
        world.startHead();
        FakeWorker stranger = new FakeWorker("n1", worker.grants, world.links);
        stranger.boot = "another";
        stranger.dial(world.roster);
        world.links.runAll();
        stranger.cut();
        world.startHead();
        study(Demands.cpus(1));
        stranger.dial(world.roster);
        world.pass(Duration.ofSeconds(50));
        assertThat(stranger.name).isEqualTo("n1");
        worker.dial(world.roster);
        world.pass(Duration.ofSeconds(50));
        assertThat(tuner.ends).isEmpty();
        assertThat(runner.why(0)).containsExactly("attempt 1 runs on n1-2");
    }

    /** Three on one machine ask for its name one after the other, in another order. */
    @Test
    void thePartsOfATrialKeepTheirRanksWhenTheirWorkersComeBackByOtherNames() {
        FakeWorker first = world.joined("h", 1);
        FakeWorker second = new FakeWorker("h", first.grants, world.links);
        second.boot = "second";
        second.dial(world.roster);
        world.links.runAll();
        study(Demands.of(2, 1, 0));
        start();
        assertThat(tuner.running).containsEntry(tried(0), "h+h-2");
        second.cut();
        world.startHead();
        study(Demands.of(2, 1, 0));
        FakeWorker stranger = new FakeWorker("h", first.grants, world.links);
        stranger.boot = "third";
        for (FakeWorker worker : List.of(stranger, first, second)) {
            worker.dial(world.roster);
            world.links.runAll();
        }
        first.report(key(0));
        second.report(key(0));
        world.pass(Duration.ofMinutes(5));
        assertThat(tuner.ends).isEmpty();
        assertThat(tuner.reports(0)).isEqualTo(1);
        assertThat(runner.why(0))
                .containsExactly("attempt 1, rank 0 of 2, runs on h-2", "attempt 1, rank 1 of 2, runs on h-2-2");
        assertThat(stranger.trials).isEmpty();
    }

    @Test
    void aNewHeadEndsWhatItDoesNotGoOnWith() {
        FakeWorker worker = world.joined("n1", 2);
        study(Demands.cpus(1));
        start();
        start();
        worker.end(key(1), Cause.FINISHED);
        world.links.runAll();
        tuner.running.clear();
        world.startHead();
        runner = world.runner(Demands.cpus(1), OptionalInt.empty());
        worker.dial(world.roster);
        world.links.runAll();
        assertThat(worker.trials).as("nobody has said yet what becomes of it").hasSize(2);
        tuner.drive(runner);
        tuner.reserveInVain();
        world.links.runAll();
        assertThat(worker.trials).isEmpty();
    }
}
