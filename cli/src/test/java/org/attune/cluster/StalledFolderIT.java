package org.attune.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.attune.cli.Signals;
import org.attune.faults.Disk;
import org.attune.faults.NeedsRoot;
import org.attune.study.TrialState;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The cluster's folder does not take in a byte for a while. */
@NeedsRoot
@NeedsPython
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StalledFolderIT {
    @TempDir
    Path folder;

    private Disk disk;
    private TestCluster cluster;

    @BeforeEach
    void hasADiskOfItsOwn() throws Exception {
        cluster = new TestCluster(folder);
        disk = Disk.inFile(cluster.clusterFolder(), folder.resolve("image"), 16);
        Files.setPosixFilePermissions(disk.path(), PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        disk.thaw();
        cluster.close();
        disk.close();
    }

    @Test
    void theHeadGoesOnWithAllThatNeedsNoDiskAndLosesNobody() throws Exception {
        cluster.start();
        Process first = cluster.worker("n1");
        cluster.worker("n2");
        cluster.awaitNodes("n1", "n2");
        Counting study = new Counting(cluster, 3).start();
        study.awaitWaiting(2);
        disk.freeze();
        Signals.send("KILL", first);
        cluster.awaitNodes("n2");
        cluster.worker("n3");
        cluster.awaitNodes("n2", "n3");
        study.letGo();
        study.awaitAll(TrialState.COMPLETED);
        disk.thaw();
        study.finish();
        study.hasCountedAllOnce();
        cluster.awaitLog("n3 joined");
        assertThat(cluster.log()).contains("n1 is lost").doesNotContain("n2 is");
        cluster.ok("cluster", "stop");
        cluster.processes().awaitNone();
    }

    @Test
    void reportsWaitForAStudysResultsAndGoOnByThemselves() throws Exception {
        cluster.with(
                "ATTUNE_RESULTS", cluster.clusterFolder().resolve("results").toString());
        cluster.start();
        cluster.worker("n1");
        cluster.awaitNodes("n1");
        Counting study = new Counting(cluster, 2).start();
        study.awaitWaiting(1);
        disk.freeze();
        study.letGo();
        await("what nobody can write down is told by nobody")
                .during(Duration.ofSeconds(5))
                .atMost(TestCluster.PATIENCE)
                .until(() -> cluster.nodeNames().contains("n1"));
        disk.thaw();
        study.finish();
        study.hasCountedAllOnce();
        assertThat(cluster.log()).doesNotContain("n1 is");
        assertThat(study.rows())
                .allSatisfy(row -> assertThat(row.get("attempts")).isEqualTo(1L));
    }
}
