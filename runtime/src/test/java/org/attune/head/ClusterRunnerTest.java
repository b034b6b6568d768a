package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.engine.slurm.JobEnd;
import org.attune.engine.slurm.JobState;
import org.attune.study.Cause;
import org.attune.study.Verdict;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.wire.AttemptKey;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.junit.jupiter.api.Test;

class ClusterRunnerTest {
    private static final Duration LOST = HeadWorld.TERMS.lostAfter();
    private static final Duration LAST_HOPE = HeadWorld.TERMS.lastHope();

    private final HeadWorld world = new HeadWorld();
    private final FakeTuner tuner = new FakeTuner();
    private ClusterRunner runner;

    private void study(Demand demand) {
        runner = world.runner(demand, OptionalInt.empty());
        tuner.drive(runner);
        world.links.runAll();
    }

    private static AttemptKey key(int trial) {
        return new AttemptKey(HeadWorld.STUDY, trial, 1);
    }

    private static FakeTuner.Key tried(int trial) {
        return new FakeTuner.Key(trial, 1);
    }

    private void start() {
        tuner.start().orElseThrow();
        world.links.runAll();
    }

    private void settle() {
        tuner.settleAll();
        world.links.runAll();
    }

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

    private void brokenWorker(String name, String problem) {
        FakeWorker broken = world.worker(name, 4);
        broken.problem = Optional.of(problem);
        broken.dial(world.roster);
        world.links.runAll();
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
    void anAttemptOnALostWorkerIsLostAndKilledWhenItComesBack() {
        FakeWorker worker = world.joined("n1", 1);
        study(Demands.cpus(1));
        start();
        worker.cut();
        world.pass(LOST);
        assertThat(tuner.end(0).cause()).isEqualTo(Cause.NODE_LOST);
        assertThat(tuner.end(0).message()).isEqualTo("n1 was lost: the connection was lost");
        worker.report(key(0));
        worker.dial(world.roster);
        world.links.runAll();
        assertThat(worker.trials).isEmpty();
        assertThat(tuner.reports(0)).isZero();
        settle();
        start();
        assertThat(worker.trials).containsOnlyKeys(key(1));
    }

    @Test
    void whatWasSaidDuringACutIsSaidAgain() {
        FakeWorker worker = world.joined("n1", 2);
        study(Demands.cpus(1));
        start();
        worker.report(key(0));
        world.links.runAll();
        worker.cut();
        worker.report(key(0));
        settle();
        tuner.end(tried(0), false);
        worker.dial(world.roster);
        world.links.runAll();
        assertThat(tuner.reports(0)).isEqualTo(2);
        assertThat(tuner.end(0).cause()).as("the end was said again").isEqualTo(Cause.PREEMPTED);
    }

    @Test
    void aStartThatWasLostOnItsWayIsSentAgain() {
        FakeWorker worker = world.joined("n1", 2);
        study(Demands.cpus(1));
        tuner.start().orElseThrow();
        worker.cut();
        world.links.runAll();
        assertThat(worker.trials).isEmpty();
        worker.dial(world.roster);
        world.links.runAll();
        assertThat(worker.trials).containsOnlyKeys(key(0));
    }

    @Test
    void anEndThatIsNotForgottenYetIsSaidTwiceAndCountsOnce() {
        FakeWorker worker = world.joined("n1", 2);
        study(Demands.cpus(1));
        start();
        worker.end(key(0), Cause.FINISHED);
        world.links.runAll();
        worker.cut();
        worker.dial(world.roster);
        world.links.runAll();
        assertThat(worker.trials).as("kept until it is durable").containsOnlyKeys(key(0));
        settle();
        assertThat(worker.trials).isEmpty();
        assertThat(tuner.ends).hasSize(1);
    }

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

    @Test
    void aTrialOfSeveralNodesIsToldItsRanksAndWhereToMeet() {
        FakeWorker one = world.joined("n1", 2);
        FakeWorker other = world.joined("n2", 2);
        study(Demands.of(2, 1, 0));
        start();
        assertThat(tuner.running).containsEntry(tried(0), "n1+n2");
        assertThat(one.trials.get(key(0)).launch.gang()).contains(new ToWorker.Gang(0, 2, "n1.example", 4711));
        assertThat(other.trials.get(key(0)).launch.gang()).contains(new ToWorker.Gang(1, 2, "n1.example", 4711));
        one.report(key(0));
        other.report(key(0));
        world.links.runAll();
        assertThat(tuner.reports(0)).isEqualTo(1);
        assertThat(other.trials.get(key(0)).unanswered).isEmpty();
        one.end(key(0), Cause.FINISHED);
        world.links.runAll();
        assertThat(tuner.ends).isEmpty();
        other.end(key(0), Cause.FINISHED);
        world.links.runAll();
        assertThat(tuner.end(0).cause()).isEqualTo(Cause.FINISHED);
        settle();
        assertThat(one.trials).isEmpty();
        assertThat(other.trials).isEmpty();
        assertThat(runner.capacity().slots()).isEqualTo(2);
    }

    @Test
    void whatSlurmSaysOfALostWorkersJobIsTheCause() {
        FakeWorker worker = world.joined("n1", 2);
        study(Demands.cpus(1));
        start();
        world.jobs.put("n1", JobState.PREEMPTED);
        worker.cut();
        world.pass(LOST);
        assertThat(tuner.end(0).cause()).isEqualTo(Cause.PREEMPTED);
        assertThat(tuner.end(0).message()).startsWith("n1 was lost: its job ").endsWith("was preempted by another job");
    }

    @Test
    void memoryThatRanOutIsATrialsIfItWasAlone() {
        FakeWorker alone = world.joined("n1", 1);
        FakeWorker both = world.joined("n2", 2);
        study(Demands.cpus(1));
        world.pass(LAST_HOPE);
        start();
        start();
        start();
        world.jobs.put("n1", JobState.OUT_OF_MEMORY);
        world.jobs.put("n2", JobState.OUT_OF_MEMORY);
        world.pass(Duration.ofHours(1));
        alone.cut();
        both.cut();
        world.pass(LOST);
        assertThat(tuner.ends.values().stream().map(Signal.AttemptOver::cause))
                .containsExactlyInAnyOrder(Cause.OUT_OF_MEMORY, Cause.NODE_LOST, Cause.NODE_LOST);
    }

    @Test
    void memoryThatRanOutUnderATrialThatHasJustBegunIsNotTheMachinesFault() {
        FakeWorker worker = world.joined("n1", 1);
        world.joined("n2", 1);
        study(Demands.cpus(1));
        start();
        world.jobs.put("n1", JobState.OUT_OF_MEMORY);
        worker.cut();
        world.pass(LOST);
        assertThat(tuner.end(0).cause()).isEqualTo(Cause.OUT_OF_MEMORY);
    }

    @Test
    void noMoreRunTogetherThanItIsToldAndOthersGoElsewhere() {
        FakeWorker worker = world.joined("n1", 4);
        study(Demands.cpus(1));
        runner.execute(new Command.Spread(OptionalInt.of(1)));
        start();
        assertThat(tuner.start()).isEmpty();
        assertThat(runner.why(7))
                .containsExactly("n1 has as many trials of the study as may run together since memory ran out");
        world.joined("n2", 4);
        assertThat(tuner.running.get(tuner.start().orElseThrow())).isEqualTo("n2");
        world.links.runAll();
        assertThat(tuner.start()).isEmpty();
        worker.end(key(0), Cause.FINISHED);
        world.links.runAll();
        settle();
        assertThat(tuner.running.get(tuner.start().orElseThrow())).isEqualTo("n1");
        runner.execute(new Command.Spread(OptionalInt.empty()));
        start();
        start();
    }

    @Test
    void whyAWorkerLeavesIsToldOfTheTrialsThatItEnds() {
        FakeWorker worker = world.joined("n1", 1);
        study(Demands.cpus(1));
        start();
        worker.say(new ToHead.Leaving("its job came to its time limit"));
        worker.end(key(0), Cause.PREEMPTED);
        world.links.runAll();
        assertThat(tuner.end(0).message()).isEqualTo("n1 left: its job came to its time limit");
    }

    @Test
    void whatSlurmSaysAMomentLaterOfAWorkerThatWasToldToEndIsWaitedFor() {
        FakeWorker worker = world.joined("n1", 1);
        study(Demands.cpus(1));
        start();
        world.asks = true;
        worker.say(new ToHead.Leaving(JobEnd.ofSignal(Optional.empty(), Instant.EPOCH)));
        worker.end(key(0), Cause.PREEMPTED);
        world.links.runAll();
        assertThat(world.told).containsEntry("n1", true);
        assertThat(tuner.ends).isEmpty();
        world.jobs.put("n1", JobState.PREEMPTED);
        world.asks = false;
        world.pass(Duration.ofSeconds(1));
        assertThat(tuner.end(0).message()).startsWith("n1 left: its job ").endsWith("was preempted by another job");
    }

    @Test
    void ifSlurmDoesNotSayWhyAWorkerWasToldToEndItIsNotWaitedForLong() {
        FakeWorker worker = world.joined("n1", 1);
        study(Demands.cpus(1));
        start();
        world.asks = true;
        String why = JobEnd.ofSignal(Optional.empty(), Instant.EPOCH);
        worker.say(new ToHead.Leaving(why));
        worker.end(key(0), Cause.PREEMPTED);
        world.pass(Duration.ofSeconds(4));
        assertThat(tuner.end(0).message()).isEqualTo("n1 left: " + why);
    }

    @Test
    void ifOnePartFailsTheOthersAreEndedAndItsReasonCounts() {
        FakeWorker one = world.joined("n1", 2);
        FakeWorker other = world.joined("n2", 2);
        study(Demands.of(2, 1, 0));
        start();
        world.pass(LAST_HOPE);
        other.end(key(0), Cause.ERROR);
        world.links.runAll();
        assertThat(tuner.end(0).cause()).isEqualTo(Cause.ERROR);
        assertThat(one.trials.get(key(0)).over.cause()).isEqualTo(Cause.PREEMPTED);
    }

    /** Those that miss it fail at once, and its loss is certain only later. */
    @Test
    void ifAPartFailsSinceTheWorkerOfAnotherIsLostTheTrialHasNotFailed() {
        FakeWorker one = world.joined("n1", 2);
        FakeWorker other = world.joined("n2", 2);
        study(Demands.of(2, 1, 0));
        start();
        other.cut();
        one.end(key(0), Cause.ERROR);
        world.links.runAll();
        world.pass(LOST);
        assertThat(tuner.end(0).cause()).isEqualTo(Cause.NODE_LOST);
    }

    @Test
    void ifAPartFailsAsItMissesOneThatWasToldToPauseTheTrialHasNotFailed() {
        FakeWorker one = world.joined("n1", 2);
        FakeWorker other = world.joined("n2", 2);
        study(Demands.of(2, 1, 0));
        start();
        one.report(key(0));
        world.links.runAll();
        runner.execute(new Command.Answer(0, 1, 1, Optional.of(Verdict.PAUSE), OptionalInt.empty()));
        other.end(key(0), Cause.ERROR);
        one.end(key(0), Cause.FINISHED);
        world.links.runAll();
        assertThat(tuner.end(0).cause()).isEqualTo(Cause.FINISHED);
        assertThat(tuner.ends).hasSize(1);
    }

    @Test
    void ifTheWorkerOfOnePartIsLostTheOthersAreEnded() {
        FakeWorker one = world.joined("n1", 2);
        FakeWorker other = world.joined("n2", 2);
        study(Demands.of(2, 1, 0));
        start();
        other.cut();
        world.pass(LOST);
        assertThat(tuner.end(0).cause()).isEqualTo(Cause.NODE_LOST);
        assertThat(tuner.end(0).message()).isEqualTo("rank 1 on n2: n2 was lost: the connection was lost");
        settle();
        assertThat(one.trials).isEmpty();
        other.dial(world.roster);
        world.links.runAll();
        assertThat(other.trials).isEmpty();
    }

    @Test
    void whenTheFirstPartIsToldToPauseTheOthersAreEnded() {
        FakeWorker one = world.joined("n1", 2);
        FakeWorker other = world.joined("n2", 2);
        study(Demands.of(2, 1, 0));
        start();
        one.report(key(0));
        world.links.runAll();
        runner.execute(new Command.Answer(0, 1, 1, Optional.of(Verdict.PAUSE), OptionalInt.empty()));
        one.end(key(0), Cause.FINISHED);
        world.links.runAll();
        assertThat(other.trials.get(key(0)).over).isNotNull();
        assertThat(tuner.ends).hasSize(1);
    }

    @Test
    void aTrialOfSeveralNodesWhoseWorkersDoNotMeetIsTriedAgain() {
        FakeWorker one = world.worker("n1", 2);
        one.answersQuestions = false;
        one.dial(world.roster);
        world.links.runAll();
        world.joined("n2", 2);
        study(Demands.of(2, 1, 0));
        start();
        assertThat(runner.why(0)).containsExactly("attempt 1 begins on n1+n2: its workers agree where to meet");
        world.pass(Duration.ofMinutes(1));
        assertThat(tuner.end(0).cause()).isEqualTo(Cause.NODE_LOST);
        assertThat(tuner.end(0).message()).contains("n1 did not answer within 30 s");
        settle();
        assertThat(runner.capacity().slots()).isEqualTo(2);
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
