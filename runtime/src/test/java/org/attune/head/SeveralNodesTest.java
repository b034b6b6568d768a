package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.study.Cause;
import org.attune.study.Verdict;
import org.attune.tuner.Command;
import org.attune.wire.ToWorker;
import org.junit.jupiter.api.Test;

/** Trials on several workers. */
class SeveralNodesTest extends OnAClusterRunner {
    private FakeWorker one;
    private FakeWorker other;

    private void startOnBoth() {
        one = world.joined("n1", 2);
        other = world.joined("n2", 2);
        study(Demands.of(2, 1, 0));
        start();
    }

    @Test
    void aTrialOfSeveralNodesIsToldItsRanksAndWhereToMeet() {
        startOnBoth();
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
    void ifOnePartFailsTheOthersAreEndedAndItsReasonCounts() {
        startOnBoth();
        world.pass(LAST_HOPE);
        other.end(key(0), Cause.ERROR);
        world.links.runAll();
        assertThat(tuner.end(0).cause()).isEqualTo(Cause.ERROR);
        assertThat(one.trials.get(key(0)).over.cause()).isEqualTo(Cause.PREEMPTED);
    }

    /** Those that miss it fail at once, and its loss is certain only later. */
    @Test
    void ifAPartFailsSinceTheWorkerOfAnotherIsLostTheTrialHasNotFailed() {
        startOnBoth();
        other.cut();
        one.end(key(0), Cause.ERROR);
        world.links.runAll();
        world.pass(LOST);
        assertThat(tuner.end(0).cause()).isEqualTo(Cause.NODE_LOST);
    }

    @Test
    void ifAPartFailsAsItMissesOneThatWasToldToPauseTheTrialHasNotFailed() {
        startOnBoth();
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
        startOnBoth();
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
        startOnBoth();
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
}
