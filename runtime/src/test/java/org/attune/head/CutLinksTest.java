package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;

import org.attune.study.Cause;
import org.junit.jupiter.api.Test;

/** What becomes of attempts whose worker cannot be reached for a while, or is lost. */
class CutLinksTest extends OnAClusterRunner {
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
}
