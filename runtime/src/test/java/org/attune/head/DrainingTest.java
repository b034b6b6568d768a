package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.attune.study.Cause;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.wire.AttemptKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrainingTest {
    private static final String DISK = "OSError: No space left on device";

    private final HeadWorld world = new HeadWorld();
    private final FakeTuner tuner = new FakeTuner();
    private FakeWorker bad;
    private FakeWorker good;
    private ClusterRunner runner;

    @BeforeEach
    void twoMachines() {
        bad = world.joined("n1", 2);
        good = world.joined("n2", 2);
        runner = world.runner(Demands.cpus(1), OptionalInt.empty());
        tuner.drive(runner);
        world.links.runAll();
    }

    private static FakeTuner.Key tried(int trial) {
        return new FakeTuner.Key(trial, 1);
    }

    private static AttemptKey key(int trial) {
        return new AttemptKey(HeadWorld.STUDY, trial, 1);
    }

    private String start() {
        FakeTuner.Key key = tuner.start().orElseThrow();
        world.links.runAll();
        return tuner.running.get(key);
    }

    private void fail(FakeWorker worker, int trial, String message) {
        worker.end(key(trial), Cause.ERROR, message);
        world.links.runAll();
        tuner.settleAll();
        world.links.runAll();
    }

    private void failTwice() {
        assertThat(start()).isEqualTo("n1");
        assertThat(start()).isEqualTo("n1");
        fail(bad, 0, DISK);
        fail(bad, 1, DISK);
    }

    @Test
    void trialsThatFailAtOnceOnOneMachineAreNotBlamedAndItIsDrained() {
        failTwice();
        assertThat(runner.drained()).containsExactly("n1");
        assertThat(tuner.end(0))
                .isEqualTo(new Signal.AttemptOver(
                        0,
                        1,
                        Cause.NODE_LOST,
                        "failed at once on n1, and is tried again: " + DISK,
                        OptionalInt.empty()));
        assertThat(tuner.isLost(tried(1))).isTrue();
        assertThat(world.notes)
                .containsExactly("n1 is passed over: trials 0 and 1 failed there at once, and nowhere else: " + DISK);
        assertThat(start()).isEqualTo("n2");
        assertThat(start()).isEqualTo("n2");
        assertThat(tuner.start()).isEmpty();
        assertThat(runner.why(7))
                .contains("n1 is passed over: trials 0 and 1 failed there at once, and nowhere else: " + DISK);
    }

    @Test
    void aWorkerThatIsStartedThereAgainIsOnTheSameMachine() {
        failTwice();
        bad.die("another process");
        world.pass(HeadWorld.TERMS.lostAfter());
        bad.dial(world.roster);
        world.links.runAll();
        assertThat(start()).isEqualTo("n2");
        assertThat(start()).isEqualTo("n2");
        assertThat(tuner.start()).isEmpty();
    }

    @Test
    void theListOfWorkersHasTheReason() {
        failTwice();
        assertThat(world.view("n1").passedOver())
                .containsExactly(
                        Map.entry("study cgconv", "trials 0 and 1 failed there at once, and nowhere else: " + DISK));
        assertThat(world.view("n2").passedOver()).isEmpty();
    }

    @Test
    void aDrainedMachineIsTriedAgainAfterAWhile() {
        failTwice();
        start();
        start();
        assertThat(tuner.start()).isEmpty();
        tuner.roomCame();
        world.pass(Duration.ofMinutes(10));
        assertThat(world.notes).contains("n1 is used again: it has rested, and is tried again");
        assertThat(tuner.roomCame()).isTrue();
        assertThat(start()).isEqualTo("n1");
    }

    @Test
    void whatFailsElsewhereAsWellIsTheTrialsAndTheMachineIsUsedAgain() {
        failTwice();
        assertThat(start()).isEqualTo("n2");
        fail(good, 2, DISK);
        assertThat(tuner.end(2).cause()).isEqualTo(Cause.ERROR);
        assertThat(tuner.end(2).message()).isEqualTo(DISK);
        assertThat(world.notes).contains("n1 is used again: trial 2 failed in the same way on n2");
    }

    @Test
    void whenTheOtherMachineIsLostTheDrainedOneHasToDo() {
        failTwice();
        good.cut();
        world.pass(HeadWorld.TERMS.lostAfter().plus(HeadWorld.TERMS.lastHope()));
        assertThat(world.notes).contains("n1 is used again: no other is left");
        assertThat(start()).isEqualTo("n1");
    }

    @Test
    void theEndOfAnEarlierRestDoesNotEndALaterOne() {
        failTwice();
        good.die("another process");
        world.pass(HeadWorld.TERMS.lostAfter().plus(HeadWorld.TERMS.lastHope()));
        assertThat(world.notes).last().isEqualTo("n1 is used again: no other is left");
        assertThat(start()).isEqualTo("n1");
        good.dial(world.roster);
        world.links.runAll();
        fail(bad, 2, DISK);
        assertThat(runner.drained()).containsExactly("n1");
        world.pass(Duration.ofMinutes(10));
        assertThat(runner.drained()).as("the second rest is of 20 minutes").containsExactly("n1");
        world.pass(Duration.ofMinutes(10));
        assertThat(runner.drained()).isEmpty();
    }

    @Test
    void whatAHeadKnowsOfAMachineTheNextOneKnowsAsWell() {
        failTwice();
        String why = "trials 0 and 1 failed there at once, and nowhere else: " + DISK;
        assertThat(tuner.signals).contains(new Signal.MachineJudged("n1", 1, Duration.ofMinutes(10), why));
        HeadWorld later = new HeadWorld();
        FakeTuner next = new FakeTuner();
        ClusterRunner goingOn = later.runner(Demands.cpus(1), OptionalInt.empty());
        next.drive(goingOn);
        goingOn.execute(new Command.Distrust("n1", 1, Duration.ofMinutes(4), why));
        later.joined("n1", 2);
        assertThat(next.start()).as("others may still come").isEmpty();
        later.joined("n2", 1);
        assertThat(next.running.get(next.start().orElseThrow())).isEqualTo("n2");
        later.pass(HeadWorld.TERMS.lastHope());
        assertThat(next.start()).isEmpty();
        later.pass(Duration.ofMinutes(4));
        assertThat(later.notes)
                .containsExactly("n1 is passed over: " + why, "n1 is used again: it has rested, and is tried again");
        assertThat(next.running.get(next.start().orElseThrow())).isEqualTo("n1");
    }

    @Test
    void ifNoOtherComesTheOneThatWasDrainedUnderAFormerHeadHasToDo() {
        HeadWorld later = new HeadWorld();
        FakeTuner next = new FakeTuner();
        ClusterRunner goingOn = later.runner(Demands.cpus(1), OptionalInt.empty());
        next.drive(goingOn);
        goingOn.execute(new Command.Distrust("n1", 1, Duration.ofMinutes(4), DISK));
        later.joined("n1", 2);
        later.pass(HeadWorld.TERMS.lastHope());
        assertThat(later.notes).last().isEqualTo("n1 is used again: no other is left");
        assertThat(next.start()).isPresent();
    }

    @Test
    void aTrialThatFailedAtOnceIsGivenAPlaceElsewhere() {
        start();
        fail(bad, 0, DISK);
        assertThat(runner.shuns(0, "n1")).isTrue();
        assertThat(runner.reserve()).hasValue("n2");
        tuner.start(new FakeTuner.Key(0, 2), "n2");
        world.links.runAll();
        assertThat(runner.reserve()).as("any other goes where there is room").hasValue("n2");
        assertThat(runner.reserve()).hasValue("n1");
    }

    @Test
    void itWaitsForAnotherMachineWhileThatIsFull() {
        assertThat(start()).isEqualTo("n1");
        assertThat(start()).isEqualTo("n1");
        assertThat(start()).isEqualTo("n2");
        assertThat(start()).isEqualTo("n2");
        good.report(key(2));
        good.report(key(3));
        fail(bad, 0, DISK);
        assertThat(runner.reserve()).hasValue("n1");
        runner.release("n1");
        assertThat(runner.why(0)).anyMatch(line -> line.startsWith("n1 is passed over: the trial that is next"));
        tuner.roomCame();
        good.end(key(2), Cause.FINISHED);
        world.links.runAll();
        assertThat(tuner.roomCame()).isTrue();
        assertThat(runner.reserve()).hasValue("n2");
    }

    @Test
    void itIsToldThatItNeedNotWaitWhenThereIsNoOtherMachineAnyMore() {
        start();
        fail(bad, 0, DISK);
        good.cut();
        tuner.roomCame();
        world.pass(HeadWorld.TERMS.lostAfter());
        assertThat(tuner.roomCame()).isTrue();
        assertThat(runner.shuns(0, "n1")).isFalse();
        assertThat(runner.reserve()).hasValue("n1");
    }

    @Test
    void whatFailsLaterOrWasToldToEndIsTheTrialsOwn() {
        start();
        bad.report(key(0));
        world.pass(Duration.ofMinutes(1));
        fail(bad, 0, DISK);
        assertThat(tuner.end(0).cause()).isEqualTo(Cause.ERROR);
        start();
        tuner.end(tried(1), false);
        fail(bad, 1, DISK);
        assertThat(runner.shuns(1, "n1")).isFalse();
    }

    @Test
    void severalWorkersOfOneMachineAreOne() {
        FakeWorker second = new FakeWorker("n2-2", Demands.grants("n2", 2), world.links);
        second.dial(world.roster);
        bad.cut();
        world.pass(HeadWorld.TERMS.lostAfter().plus(HeadWorld.TERMS.lastHope()));
        start();
        fail(good, 0, DISK);
        assertThat(tuner.end(0).cause()).isEqualTo(Cause.ERROR);
    }
}
