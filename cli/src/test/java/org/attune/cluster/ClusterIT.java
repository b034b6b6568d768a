package org.attune.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.attune.cli.Attune;
import org.attune.cli.MarkedProcesses;
import org.attune.cli.Signals;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Heads, workers and clients as people start them. */
@NeedsPython
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterIT {
    @TempDir
    Path folder;

    private TestCluster cluster;

    @BeforeEach
    void hasAFolder() {
        cluster = new TestCluster(folder);
    }

    @AfterEach
    void nothingIsLeft() {
        cluster.close();
    }

    @Test
    void aStudyRunsOnWorkersThatCameBeforeTheHeadAndNothingIsLeftAtTheEnd() {
        cluster.worker("n1");
        cluster.worker("n2");
        Map<?, ?> head = cluster.start();
        cluster.awaitNodes("n1", "n2");
        assertThat(cluster.ok("nodes", "--why").out()).contains("n1, process", "cpu: 1 CPU by --cpus");

        Counting study = new Counting(cluster, 4);
        study.letGo();
        study.start().finish();
        study.hasCountedAllOnce();
        assertThat(study.rows()).extracting(row -> (Object) row.get("worker")).contains("n1", "n2");

        Map<?, ?> status = cluster.ok("cluster", "status", "--json").json();
        assertThat(status.get("workers")).isEqualTo(2L);
        assertThat(status.get("epoch")).isEqualTo(1L);
        assertThat(cluster.ok("cluster", "stop").out()).contains("The cluster has ended");
        cluster.processes().awaitNone();
        int port = ((Number) head.get("port")).intValue();
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(IOException.class);
    }

    @Test
    void trialsOfAKilledWorkerGoOnElsewhereFromWhereTheyWere() throws Exception {
        cluster.start();
        Process killed = cluster.worker("n1");
        cluster.worker("n2");
        cluster.awaitNodes("n1", "n2");
        Counting study = new Counting(cluster, 4).start();
        study.awaitWaiting(2);
        Signals.send("KILL", killed);
        cluster.awaitNodes("n2");
        study.letGo();
        study.finish();
        study.hasCountedAllOnce();
        Object lost = study.rows().stream()
                .filter(row -> ((Long) row.get("attempts")) > 1)
                .findAny()
                .orElseThrow()
                .get("trial");
        assertThat(study.attempts(lost).get(0).get("cause")).isEqualTo("NODE_LOST");
        assertThat(study.attempts(lost).get(1).get("from")).isEqualTo(2L);
    }

    @Test
    void noTrialEndsWithTheHeadAndTheNextOneGoesOnWithThem() throws Exception {
        Map<?, ?> first = cluster.start();
        cluster.worker("n1");
        cluster.worker("n2");
        cluster.awaitNodes("n1", "n2");
        Counting study = new Counting(cluster, 4).start();
        study.awaitWaiting(2);
        Signals.send("KILL", ((Number) first.get("pid")).longValue());
        await().atMost(TestCluster.PATIENCE)
                .until(() -> ProcessHandle.of(((Number) first.get("pid")).longValue())
                        .filter(ProcessHandle::isAlive)
                        .isEmpty());
        assertThat(cluster.run("nodes").err()).contains(") has died. '", "cluster start' starts the next one");

        Map<?, ?> second = cluster.start();
        assertThat(second.get("epoch")).isEqualTo(2L);
        assertThat(second.get("cluster")).isEqualTo(first.get("cluster"));
        cluster.awaitNodes("n1", "n2");
        study.letGo();
        study.finish();
        study.hasCountedAllOnce();
        assertThat(study.rows())
                .allSatisfy(row -> assertThat(row.get("attempts"))
                        .as(() -> row + cluster.log())
                        .isEqualTo(1L));
    }

    @Test
    void aWorkerThatWasFrozenLearnsWhatIsNoLongerWanted() throws Exception {
        cluster.start();
        Process frozen = cluster.worker("n1");
        cluster.worker("n2");
        cluster.awaitNodes("n1", "n2");
        Counting study = new Counting(cluster, 2).start();
        study.awaitWaiting(2);
        Signals.send("STOP", frozen);
        cluster.awaitNodes("n2");
        Signals.send("CONT", frozen);
        cluster.awaitNodes("n1", "n2");
        await("only what is wanted runs")
                .atMost(TestCluster.PATIENCE)
                .until(() -> cluster.processes().trials().size() <= 2);
        study.letGo();
        study.finish();
        study.hasCountedAllOnce();
        cluster.ok("cluster", "stop");
        cluster.processes().awaitNone();
    }

    @Test
    void aHeadThatWasFrozenAndReplacedEndsWhenItWakesUp() throws Exception {
        long first = ((Number) cluster.start().get("pid")).longValue();
        cluster.worker("n1");
        cluster.awaitNodes("n1");
        Counting study = new Counting(cluster, 2).start();
        study.awaitWaiting(1);
        Signals.send("STOP", first);
        Attune.Ended refused = cluster.run("cluster", "start");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("process " + first, "does not answer", "--take-over");
        cluster.start("--take-over");
        Signals.send("CONT", first);
        await("the end of the old head" + cluster.log())
                .atMost(TestCluster.PATIENCE)
                .until(() ->
                        ProcessHandle.of(first).filter(ProcessHandle::isAlive).isEmpty());
        cluster.awaitNodes("n1");
        study.letGo();
        study.finish();
        study.hasCountedAllOnce();
    }

    @Test
    void aStoppedClusterPausesItsStudiesWhichGoOnWhenItIsThereAgain() throws Exception {
        cluster.start();
        cluster.worker("n1");
        cluster.awaitNodes("n1");
        Counting study = new Counting(cluster, 2).start();
        study.awaitWaiting(1);
        assertThat(cluster.ok("cluster", "status").out()).contains("Studies:  1", "count, results ", "running 1");
        Attune.Ended missing = cluster.run("why", "count", "99");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("the study 'count' has no trial 99; ", "what the next one waits for");
        cluster.ok("cluster", "stop", "--now");
        cluster.processes().awaitNone();
        assertThat(cluster.attune("reader")
                        .run("status", "count", "--json")
                        .json()
                        .get("state"))
                .isEqualTo("PAUSED");

        assertThat(cluster.start().get("epoch")).isEqualTo(2L);
        cluster.worker("n2");
        study.letGo();
        study.start().finish();
        study.hasCountedAllOnce();
    }

    @Test
    void ofSeveralStartsAtOnceOneIsTheHeadAndTheOthersSaySo() {
        List<Attune> attunes = List.of(cluster.attune("a"), cluster.attune("b"), cluster.attune("c"));
        List<Process> starts = attunes.stream()
                .map(attune -> attune.start("cluster", "start", "--json"))
                .toList();
        for (int i = 0; i < attunes.size(); i++) {
            Attune.Ended ended = attunes.get(i).finish(starts.get(i));
            assertThat(ended.code()).as(ended.out() + ended.err()).isIn(0, 2);
            if (ended.code() == 0) {
                assertThat(((Number) ended.json().get("pid")).longValue()).isEqualTo(cluster.headPid());
            } else {
                assertThat(ended.err()).contains("has a head");
            }
        }
        assertThat(cluster.ok("cluster", "start").out()).contains("has a head already");
    }

    @Test
    void aClusterForOneCommandEndsWithIt() {
        Attune.Ended ended = cluster.run("cluster", "start", "--", "sh", "-c", "echo in $ATTUNE_CLUSTER; exit 7");
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(7);
        assertThat(ended.out()).contains("in " + cluster.clusterFolder());
        cluster.processes().awaitNone();
    }

    /** Its bridge is in the process that has the cluster for it. */
    @Test
    void aProgramInPythonBesideItsClusterStartsNoProcessForItsBridge() {
        String program =
                "import attune, os; print(type(attune.init().bridge).__name__, attune.get(attune.remote(pow).remote(2, 5)),"
                        + " os.path.exists(os.environ['ATTUNE_CLUSTER'] + '/bridge')); attune.shutdown()";
        cluster.with("PYTHONPATH", Attune.repository().resolve("python").toString());
        String both = "\"$0\" worker >/dev/null & exec python3 -c \"$1\"";
        Attune.Ended ended = cluster.run(
                "cluster",
                "start",
                "--",
                "sh",
                "-c",
                both,
                Attune.distribution().toString(),
                program);
        assertThat(ended.out()).as(ended.err()).isEqualTo("_Beside 32 True\n");
        assertThat(cluster.clusterFolder().resolve("bridge")).doesNotExist();
        cluster.processes().awaitNone();
    }

    @Test
    void withoutAHeadEachCommandSaysWhichOneStartsIt() {
        for (List<String> command : List.of(
                List.of("nodes"), List.of("cluster", "status"), List.of("cluster", "stop"), List.of("why", "s", "1"))) {
            Attune.Ended ended = cluster.run(command.toArray(String[]::new));
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.err()).contains("has no head", "cluster start");
        }
    }

    @Test
    void aHeadThatIsToldToEndLeavesItsWorkersToTheNext() throws Exception {
        long head = ((Number) cluster.start().get("pid")).longValue();
        Process worker = cluster.worker("n1");
        cluster.awaitNodes("n1");
        Signals.send("TERM", head);
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        ProcessHandle.of(head).filter(ProcessHandle::isAlive).isEmpty());
        assertThat(worker.isAlive()).isTrue();
        cluster.start();
        cluster.awaitNodes("n1");
        assertThat(cluster.processes().alive())
                .extracting(MarkedProcesses.Marked::process)
                .contains(worker.toHandle());
    }

    @Test
    void aStudyThatTheOnlyWorkerCannotBeMadeReadyForEndsAndRunsWhereAnotherCan() {
        cluster.start();
        cluster.attune("worker-bad")
                .with("ATTUNE_PYTHON", "/no/python")
                .start("worker", "--name", "bad", "--cpus", "1");
        cluster.awaitNodes("bad");
        Counting study = new Counting(cluster, 2);
        study.letGo();
        Attune.Ended refused = study.start().ended();
        assertThat(refused.code())
                .as(refused.out() + refused.err() + cluster.log())
                .isEqualTo(2);
        assertThat(refused.err()).isEqualTo("attune: ATTUNE_PYTHON is '/no/python', but there is no such program.\n");

        cluster.worker("good");
        cluster.awaitNodes("bad", "good");
        study.start().finish();
        study.hasCountedAllOnce();
        assertThat(study.rows()).extracting(row -> (Object) row.get("worker")).containsOnly("good");
    }
}
