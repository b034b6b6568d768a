package org.attune.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster on four machines with a network between them that is cut. */
@NeedsHosts
@NeedsPython
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class NetworkIT {
    private static final Duration CUT = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private Hosts hosts;
    private TestCluster cluster;

    @BeforeEach
    void hasMachines() {
        hosts = new Hosts(4);
        cluster = new TestCluster(folder, hosts.on(1));
    }

    @AfterEach
    void nothingIsLeft() {
        try {
            cluster.close();
        } finally {
            hosts.close();
        }
    }

    @Test
    void aLinkThatIsCutForAWhileCostsNothingButTime() {
        cluster.start();
        threeWorkers();
        Counting study = new Counting(cluster, 4).start();
        study.awaitWaiting(3);
        hosts.cut(2);
        await().pollDelay(CUT).atMost(CUT.plusMinutes(1)).until(() -> true);
        hosts.mend(2);
        study.letGo();
        cluster.awaitNodes("n2", "n3", "n4");
        study.finish();
        study.hasCountedAllOnce();
        cluster.ok("cluster", "stop");
        cluster.processes().awaitNone();
    }

    @Test
    void aMachineThatIsGoneWithoutAWordIsLostAndLearnsThatWhenItIsBack() {
        cluster.start();
        threeWorkers();
        Counting study = new Counting(cluster, 3).start();
        study.awaitWaiting(3);
        hosts.cut(3);
        cluster.awaitNodes("n2", "n4");
        study.letGo();
        study.finish();
        study.hasCountedAllOnce();
        hosts.mend(3);
        cluster.awaitNodes("n2", "n3", "n4");
        await("trials that nobody wants are ended")
                .atMost(TestCluster.PATIENCE)
                .until(() -> cluster.processes().trials().isEmpty());
    }

    @Test
    void aHeadWithSeveralNetworksIsFoundAtTheOneThatLeadsThere() {
        hosts.addCard(1, "10.66.0.1");
        Map<?, ?> head = cluster.start();
        assertThat(head.get("addresses")).asString().contains("10.66.0.1", hosts.address(1));
        cluster.workerOn(hosts.on(2), "n2");
        cluster.awaitNodes("n2");
    }

    /** A link whose address is taken away hangs until that is noticed, and then begins anew. */
    @Test
    void workersBesideTheHeadNeedNoneOfItsNetworks() throws Exception {
        hosts.addCard(1, "10.66.0.1");
        cluster.start();
        cluster.workerOn(hosts.on(1), "n1");
        cluster.awaitNodes("n1");
        Counting study = new Counting(cluster, 1).start();
        study.awaitWaiting(1);
        hosts.removeCard(1, "eth0");
        hosts.removeCard(1, "eth1");
        study.letGo();
        study.finish();
        study.hasCountedAllOnce();
        assertThat(TestCluster.text(folder.resolve("worker-n1/stderr"))
                        + TestCluster.text(folder.resolve("worker-n1/stdout")))
                .contains("Joined the head")
                .doesNotContain("Lost the head");
    }

    @Test
    void aWorkerThatSeesNoFolderIsToldWhereTheHeadIs() {
        Map<?, ?> head = cluster.start();
        cluster.workerOn(
                hosts.on(2),
                "n2",
                "--head",
                hosts.address(1) + ":" + head.get("port"),
                "--key",
                cluster.clusterFolder().resolve("key.pem").toString());
        cluster.awaitNodes("n2");
    }

    private void threeWorkers() {
        cluster.workerOn(hosts.on(2), "n2");
        cluster.workerOn(hosts.on(3), "n3");
        cluster.workerOn(hosts.on(4), "n4");
        cluster.awaitNodes("n2", "n3", "n4");
    }
}
