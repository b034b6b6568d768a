package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.attune.study.Cause;
import org.attune.tuner.Signal;
import org.attune.wire.ToHead;
import org.junit.jupiter.api.Test;

/** Where the trials of a study run, and what it waits for. */
class ClusterRunnerTest extends OnAClusterRunner {
    @Test
    void anAttemptRunsWhereItsPlaceIsWithTheDevicesOfThePlace() {
        FakeWorker worker = world.joined("n1", 4, "a", "b");
        study(Demands.of(1, 1, 1));
        start();
        start();
        assertThat(worker.trials.values())
                .extracting(trial -> trial.launch.gpus())
                .containsExactly(List.of("a"), List.of("b"));
        worker.report(key(0));
        worker.report(key(0));
        worker.end(key(0), Cause.FINISHED);
        world.links.runAll();
        assertThat(tuner.reports(0)).isEqualTo(2);
        assertThat(tuner.end(0).cause()).isEqualTo(Cause.FINISHED);
        settle();
        assertThat(worker.trials).containsOnlyKeys(key(1));
        start();
        assertThat(worker.trials.get(key(2)).launch.gpus()).containsExactly("a");
    }

    @Test
    void aStudyHasNoPlaceWhereItIsNotReady() {
        study(Demands.cpus(1));
        brokenWorker("n1", "pip cannot find torch");
        assertThat(tuner.start()).isEmpty();
        assertThat(world.notes).containsExactly("n1 is passed over: pip cannot find torch");
        world.joined("n2", 4);
        assertThat(tuner.roomCame()).isTrue();
        start();
        assertThat(tuner.running).containsEntry(tried(0), "n2");
    }

    @Test
    void aStudyThatNoWorkerCanBeMadeReadyForEndsWithTheirReason() {
        study(Demands.cpus(2));
        world.joined("small", 1);
        brokenWorker("n1", "pip cannot find torch");
        brokenWorker("n2", "pip cannot find torch");
        world.pass(LAST_HOPE);
        assertThat(tuner.signals).containsExactly(new Signal.Broken("pip cannot find torch"));
    }

    @Test
    void differentReasonsAreToldWithTheirWorkers() {
        brokenWorker("n1", "pip cannot find torch");
        brokenWorker("n2", "there is no python3");
        study(Demands.cpus(1));
        world.pass(LAST_HOPE);
        assertThat(tuner.signals)
                .containsExactly(new Signal.Broken(
                        "no worker can run it.\n  n1: pip cannot find torch\n  n2: there is no python3"));
    }

    @Test
    void whatEndedTheStudyBeforeItsTunerListenedIsToldThen() {
        brokenWorker("n1", "pip cannot find torch");
        runner = world.runner(Demands.cpus(1), OptionalInt.empty());
        world.pass(LAST_HOPE);
        tuner.drive(runner);
        assertThat(tuner.signals).containsExactly(new Signal.Broken("pip cannot find torch"));
    }

    @Test
    void aBetterWorkerThatComesInTimeRunsTheStudy() {
        study(Demands.cpus(1));
        brokenWorker("n1", "pip cannot find torch");
        world.pass(LAST_HOPE.dividedBy(2));
        world.joined("n2", 4);
        world.pass(LAST_HOPE);
        start();
        assertThat(tuner.running).containsEntry(tried(0), "n2");
        assertThat(tuner.signals).doesNotHaveAnyElementsOfTypes(Signal.Broken.class);
    }

    @Test
    void theLossOfTheLastGoodWorkerLeavesNoHope() {
        study(Demands.cpus(1));
        brokenWorker("n1", "pip cannot find torch");
        FakeWorker good = world.joined("n2", 4);
        world.pass(LAST_HOPE);
        good.cut();
        world.pass(LOST.plus(LAST_HOPE));
        assertThat(tuner.signals).contains(new Signal.Broken("pip cannot find torch"));
    }

    @Test
    void attemptsThatMayComeBackAreWaitedFor() {
        FakeWorker good = world.joined("n1", 4);
        study(Demands.cpus(1));
        start();
        world.startHead();
        study(Demands.cpus(1));
        brokenWorker("n2", "pip cannot find torch");
        world.pass(LAST_HOPE.multipliedBy(2));
        assertThat(tuner.signals).doesNotHaveAnyElementsOfTypes(Signal.Broken.class);
        assertThat(good.isConnected()).isFalse();
        world.pass(HeadWorld.TERMS.returning().plus(LAST_HOPE));
        assertThat(tuner.isLost(tried(0))).isTrue();
        assertThat(tuner.signals).contains(new Signal.Broken("pip cannot find torch"));
    }

    @Test
    void whoWaitsIsToldOfRoom() {
        FakeWorker worker = world.joined("n1", 1);
        study(Demands.cpus(1));
        start();
        assertThat(tuner.start()).isEmpty();
        assertThat(tuner.roomCame()).isFalse();
        worker.end(key(0), Cause.FINISHED);
        world.links.runAll();
        assertThat(tuner.roomCame()).isTrue();
    }

    @Test
    void aStudyOfWhichNothingRunsSaysWhatItWaitsForAndThatItGoesOn() {
        study(Demands.of(2, 1, 0));
        assertThat(tuner.start()).isEmpty();
        world.pass(Duration.ofSeconds(4));
        assertThat(world.notes).isEmpty();
        world.pass(Duration.ofSeconds(60));
        assertThat(world.notes)
                .containsExactly("waits for 2 workers with cpu: 1 each: none is there; 'attune worker' starts one");
        FakeWorker worker = world.joined("n1", 1);
        world.pass(Duration.ofSeconds(3));
        assertThat(world.notes).as("a change that may not last").hasSize(1);
        world.pass(Duration.ofSeconds(60));
        assertThat(world.notes).hasSize(2).endsWith("waits for 2 workers with cpu: 1 each: 1 is there, n1");
        world.joined("n2", 1);
        assertThat(tuner.roomCame()).isTrue();
        start();
        assertThat(world.notes).hasSize(3).endsWith("waits no more, and goes on");
        assertThat(tuner.start()).isEmpty();
        world.pass(Duration.ofSeconds(60));
        assertThat(world.notes).as("something runs").hasSize(3);

        worker.cut();
        world.pass(LOST);
        tuner.settleAll();
        assertThat(tuner.start()).isEmpty();
        world.pass(Duration.ofSeconds(60));
        assertThat(world.notes).hasSize(4).endsWith("waits for 2 workers with cpu: 1 each: 1 is there, n2");
    }

    @Test
    void aStudyThatHasNothingToStartOrIsClosedWaitsForNothing() {
        FakeWorker worker = world.joined("n1", 1);
        study(Demands.cpus(1));
        tuner.reserveInVain();
        world.pass(Duration.ofSeconds(60));
        worker.cut();
        world.pass(LOST);
        assertThat(tuner.start()).isEmpty();
        runner.close();
        world.pass(Duration.ofSeconds(60));
        assertThat(world.notes).isEmpty();
    }

    @Test
    void noMoreRunAtOnceThanMayRun() {
        world.joined("n1", 8);
        runner = world.runner(Demands.cpus(1), OptionalInt.of(2));
        tuner.drive(runner);
        world.links.runAll();
        assertThat(runner.capacity().slots()).isEqualTo(2);
        start();
        start();
        assertThat(tuner.start()).isEmpty();
        assertThat(runner.why(7)).containsExactly("max_parallel: 2 trials of the study run already");
    }

    @Test
    void capacityIsWhatRunsAndWhatCould() {
        world.joined("n1", 4);
        study(Demands.cpus(1));
        start();
        assertThat(runner.capacity().slots()).isEqualTo(4);
        world.joined("n2", 2);
        assertThat(runner.capacity().slots()).isEqualTo(6);
    }

    @Test
    void closingEndsAllAndLeavesNothing() {
        FakeWorker worker = world.joined("n1", 2);
        study(Demands.cpus(1));
        start();
        Thread links = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                world.links.runAll();
                Thread.onSpinWait();
            }
        });
        links.setDaemon(true);
        links.start();
        runner.close();
        links.interrupt();
        assertThat(tuner.ends).hasSize(1);
        assertThat(world.arbiter.free("n1")).containsEntry("cpu", 2.0);
        worker.say(new ToHead.Happened(HeadWorld.STUDY, worker.trials.get(key(0)).over));
        assertThat(tuner.ends).hasSize(1);
    }

    @Test
    void aRunnerWhoseStudyAnotherHeadHasEndsNothing() {
        FakeWorker worker = world.joined("n1", 2);
        study(Demands.cpus(1));
        start();
        runner.handOver();
        runner.close();
        world.links.runAll();
        assertThat(worker.trials.get(key(0)).over).isNull();
        assertThat(tuner.ends).isEmpty();
    }

    @Test
    void aStudyOfWhichNoTrialFitsIsRefused() {
        study(Demands.cpus(4));
        world.joined("n1", 2);
        assertThatThrownBy(() -> world.runner(Demands.cpus(4), OptionalInt.empty()))
                .hasMessage("no trial fits on this cluster: it needs cpu: 4, and the most that a worker has is 2 "
                        + "(n1: 2 CPUs of this machine). Ask for cpu: 2 at most, or start a worker that has more.");
    }

    @Test
    void whyATrialWaitsNamesWhoHasItsPlace() {
        world.joined("n1", 2);
        study(Demands.cpus(2));
        start();
        assertThat(runner.why(1)).containsExactly("2 of 2 CPUs of n1 are taken by study cgconv (trial 0)");
        assertThat(runner.why(0)).containsExactly("attempt 1 runs on n1");
    }
}
