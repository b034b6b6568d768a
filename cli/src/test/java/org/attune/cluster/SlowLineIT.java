package org.attune.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.attune.cli.NeedsPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsPython
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SlowLineIT {
    private static final int DELAY_MILLIS = 200;
    private static final int BYTES_PER_SECOND = 50_000;

    @TempDir
    Path folder;

    @Test
    void aWorkerOnASlowLineThatBreaksAgainAndAgainLosesNothing() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        try (TestCluster cluster = new TestCluster(folder);
                SlowLine line = new SlowLine(
                        ((Number) cluster.start().get("port")).intValue(), DELAY_MILLIS, BYTES_PER_SECOND)) {
            cluster.worker(
                    "far",
                    "--head",
                    "127.0.0.1:" + line.port(),
                    "--key",
                    cluster.clusterFolder().resolve("key.pem").toString());
            cluster.awaitNodes("far");
            Counting study = new Counting(cluster, 2, 30).start();
            study.awaitWaiting(1);
            assertThat(cluster.log()).as("slow is not lost").doesNotContain("not to be reached");
            line.breakConnections(new Random(seed));
            study.letGo();
            study.finish();
            study.hasCountedAllOnce();
            assertThat(line.broken()).isPositive();
            assertThat(cluster.log()).contains("far is back");
        }
    }
}
