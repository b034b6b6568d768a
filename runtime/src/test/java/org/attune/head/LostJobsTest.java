package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.engine.slurm.JobEnd;
import org.attune.engine.slurm.JobState;
import org.attune.study.Cause;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.wire.ToHead;
import org.junit.jupiter.api.Test;

/** What Slurm says of workers that are gone, and whose fault it was. */
class LostJobsTest extends OnAClusterRunner {
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
}
