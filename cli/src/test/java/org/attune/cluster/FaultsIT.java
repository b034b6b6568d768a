package org.attune.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.attune.cli.Signals;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code benchmarks/cluster_faults.py} does the same with a network that is trained. */
@NeedsHosts
@NeedsPython
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FaultsIT {
    private static final Duration CUT = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    @Test
    void aStudyThatLosesTwoWorkersTheHeadAndALinkEndsAsOneOnOneMachine() throws Exception {
        try (Hosts hosts = new Hosts(4);
                TestCluster cluster = new TestCluster(folder, hosts.on(1))) {
            Ladder study = new Ladder(cluster);
            Map<Object, Map<Object, Object>> inPeace = study.inPeace();
            cluster.with("PACE", "0.3");
            long head = ((Number) cluster.start().get("pid")).longValue();
            Process second = cluster.workerOn(hosts.on(2), "n2");
            cluster.workerOn(hosts.on(3), "n3");
            Process fourth = cluster.workerOn(hosts.on(4), "n4");
            cluster.awaitNodes("n2", "n3", "n4");

            study.start().awaitReports(4);
            Signals.send("KILL", second);
            cluster.workerOn(hosts.on(2), "n5");
            study.awaitReports(9);
            Signals.send("KILL", head);
            TestCluster.awaitEnd(head);
            cluster.startOn(hosts.on(4));
            study.awaitReports(14);
            Signals.send("KILL", fourth);
            study.awaitReports(18);
            hosts.cut(3);
            await().pollDelay(CUT).atMost(CUT.plusMinutes(1)).until(() -> true);
            hosts.mend(3);
            study.finish();

            assertThat(study.outcomes("ladder")).isEqualTo(inPeace);
            assertThat(study.reports("ladder")).doesNotHaveDuplicates().isEqualTo(study.reports("calm"));
            cluster.ok("cluster", "stop");
            cluster.processes().awaitNone();
        }
    }
}
