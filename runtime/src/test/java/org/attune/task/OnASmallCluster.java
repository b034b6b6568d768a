package org.attune.task;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a cluster in this process. */
abstract class OnASmallCluster {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    SmallCluster small;

    @BeforeEach
    void start() {
        small = new SmallCluster(folder);
    }

    @AfterEach
    void end() {
        small.close();
    }
}
