package org.attune.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.attune.cli.Attune;
import org.attune.faults.Disk;
import org.attune.faults.NeedsRoot;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks of a cluster that have no room left, until they have. */
@NeedsRoot
@NeedsPython
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FullFolderIT {
    @TempDir
    Path folder;

    @Test
    void ofAStudysResultsNoTrialIsToBlameAndTheStudyGoesOnWhenThereIsRoom() throws Exception {
        try (Disk disk = Disk.inMemory(folder.resolve("disk"), "1m");
                TestCluster cluster = new TestCluster(folder)
                        .with("ATTUNE_RESULTS", disk.path().resolve("results").toString())) {
            cluster.start();
            cluster.worker("n1");
            cluster.awaitNodes("n1");
            Counting study = new Counting(cluster, 3).start();
            study.awaitWaiting(1);
            Path filler = fill(disk);
            study.letGo();
            study.awaitOutput("No space left on device");
            Files.delete(filler);
            Attune.Ended ended = study.ended();
            if (ended.code() != 0) {
                // The journal needed room as well.
                assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(2);
                assertThat(ended.err()).contains("Make room").doesNotContain("\tat ");
                study.start().finish();
            }
            study.hasCountedAllOnce();
            assertThat(study.attempts(0L))
                    .extracting(one -> (Object) one.get("cause"))
                    .doesNotContain("ERROR");
            assertThat(cluster.nodeNames()).isEqualTo(Set.of("n1"));
        }
    }

    @Test
    void ofTheClusterItselfWhatRunsGoesOnAndNothingMoreIsTakenOn() throws Exception {
        try (Disk disk = Disk.inMemory(folder.resolve("cluster"), "1m");
                TestCluster cluster = new TestCluster(folder)) {
            Files.setPosixFilePermissions(disk.path(), PosixFilePermissions.fromString("rwx------"));
            cluster.start();
            cluster.worker("n1");
            cluster.awaitNodes("n1");
            Counting study = new Counting(cluster, 2).start();
            study.awaitWaiting(1);
            Path filler = fill(disk);
            cluster.worker("n2");
            cluster.awaitNodes("n1", "n2");
            Attune.Ended refused = cluster.run(
                    "run",
                    "../client/count.yaml",
                    "--name",
                    "other",
                    "--cluster",
                    cluster.clusterFolder().toString());
            assertThat(refused.code()).as(refused.out() + refused.err()).isEqualTo(2);
            assertThat(refused.err()).contains("No space left on device").doesNotContain("\tat ");
            study.letGo();
            study.finish();
            study.hasCountedAllOnce();
            Files.delete(filler);
            cluster.ok(
                    "run",
                    "../client/count.yaml",
                    "--name",
                    "other",
                    "--cluster",
                    cluster.clusterFolder().toString());
        }
    }

    @Test
    void ofAWorkersTemporaryFolderNothingHappensWhereResultsAreShared() throws Exception {
        try (Disk disk = Disk.inMemory(folder.resolve("scratch"), "1m");
                TestCluster cluster = new TestCluster(folder)) {
            cluster.start();
            cluster.with("TMPDIR", disk.path().toString()).worker("n1");
            cluster.awaitNodes("n1");
            fill(disk);
            Counting study = new Counting(cluster, 2);
            study.letGo();
            study.start().finish();
            study.hasCountedAllOnce();
        }
    }

    /** Leaves not a byte. */
    private static Path fill(Disk disk) throws IOException {
        Path filler = disk.path().resolve("filler");
        try (OutputStream file = Files.newOutputStream(filler)) {
            byte[] page = new byte[4096];
            while (true) {
                file.write(page);
            }
        } catch (IOException e) {
            return filler;
        }
    }
}
