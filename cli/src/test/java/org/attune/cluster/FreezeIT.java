package org.attune.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.attune.cli.Signals;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that stand still and go on, as on a machine that swaps, or is suspended. */
@NeedsPython
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FreezeIT {
    /** Long enough for each end of a link to take the other for dead. */
    private static final Duration LONG = Duration.ofSeconds(17);

    private static final Duration SHORT = Duration.ofSeconds(4);

    @TempDir
    Path folder;

    private TestCluster cluster;
    private Counting study;
    private long head;

    @BeforeEach
    void aStudyRuns() {
        cluster = new TestCluster(folder);
        head = ((Number) cluster.start().get("pid")).longValue();
        cluster.worker("n1");
        cluster.worker("n2");
        cluster.awaitNodes("n1", "n2");
        study = new Counting(cluster, 4).start();
        study.awaitWaiting(2);
    }

    @AfterEach
    void nothingIsLeft() {
        cluster.processes()
                .alive()
                .forEach(one -> Signals.send("CONT", one.process().pid()));
        cluster.close();
    }

    @Test
    void trialsThatStandStillAreWaitedForAndNoWorkerIsBlamed() {
        freeze(
                cluster.processes().trials().stream()
                        .map(one -> one.process().pid())
                        .toList(),
                SHORT);
        goesOnWithTheSameAttempts();
        assertThat(cluster.log()).doesNotContain("not to be reached");
    }

    @Test
    void aHeadThatStoodStillGoesOnWithItsWorkersAndTheirTrials() {
        freeze(List.of(head), LONG);
        goesOnWithTheSameAttempts();
        assertThat(cluster.log()).doesNotContain("is lost");
    }

    @Test
    void ifAllStandStillAllGoOn() {
        freeze(
                cluster.processes().alive().stream()
                        .map(one -> one.process().pid())
                        .toList(),
                LONG);
        goesOnWithTheSameAttempts();
        assertThat(cluster.log()).doesNotContain("is lost");
    }

    private void freeze(List<Long> processes, Duration time) {
        assertThat(processes).isNotEmpty();
        processes.forEach(pid -> Signals.send("STOP", pid));
        await().pollDelay(time).atMost(time.plusMinutes(1)).until(() -> true);
        processes.forEach(pid -> Signals.send("CONT", pid));
    }

    private void goesOnWithTheSameAttempts() {
        study.letGo();
        study.finish();
        study.hasCountedAllOnce();
        assertThat(study.rows())
                .allSatisfy(row -> assertThat(row.get("attempts"))
                        .as(() -> row + cluster.log())
                        .isEqualTo(1L));
        cluster.awaitNodes("n1", "n2");
    }
}
